// Carries the commands about a unit's rota to its decider, with the audit row in the same transaction.
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { dutyRotaDecider, type DutyRotaCommand, type DutyRotaRefusal } from './duty-rota.decider.ts';
import { dutyRotaStream } from './duty-rota.events.ts';

/** The agency whose rota it is: given once, by the module. */
export const ROTA_AGENCY = Symbol('RotaAgency');

export interface RotaOutcome {
  refusal: DutyRotaRefusal | null;
  promise: string;
}

export class EditDutyRota extends Command<RotaOutcome> {
  constructor(
    readonly asked: Asked,
    readonly command: DutyRotaCommand,
  ) {
    super();
  }
}

@CommandHandler(EditDutyRota)
export class EditDutyRotaHandler implements ICommandHandler<EditDutyRota> {
  constructor(@Inject(ROTA_AGENCY) private readonly agency: Agency) {}

  execute({ asked, command }: EditDutyRota): Promise<RotaOutcome> {
    return editDutyRota(this.agency, asked, command);
  }
}

/** Runs one command on the rota of the unit it names. @returns the refusal, or null when it stands */
export const editDutyRota = async (agency: Agency, asked: Asked, command: DutyRotaCommand): Promise<RotaOutcome> => {
  const outcome = await runAudited(agency, dutyRotaDecider, {
    command,
    streamId: dutyRotaStream(command.data.unit),
    asked,
    audit: () => ({
      operation: command.type === 'PlanDuty' ? 'collection' : 'alteration',
      action: command.type,
      subjects: [],
      item: null,
      fields: [],
    }),
  });
  return { refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
};
