// Acknowledging an alert, and saying what was done: the person is decided like for an opening, then his name is recorded.
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  enterOwnReceipt,
  evidence,
  permits,
  recordOpening,
  runAudited,
  type Agency,
  type Asked,
  type Considered,
  type HeldItem,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import {
  alertDecider,
  type Alert,
  type AlertCommand,
  type AlertRefusal,
} from '../intelligence-alert/intelligence-alert.decider.ts';
import { alertStream } from '../intelligence-alert/intelligence-alert.events.ts';
import { loadActionableAlert } from './load-actionable-alert.ts';

export interface WorkedOn {
  decision: Considered['decision'];
  /** null when this person is refused */
  alert: Alert | null;
  refusal: AlertRefusal | null;
  promise: string;
}

export class WorkOnAlert extends Command<WorkedOn> {
  constructor(
    readonly asked: Asked,
    readonly alertId: string,
    /** null acknowledges */
    readonly whatWasDone: string | null,
  ) {
    super();
  }
}

@CommandHandler(WorkOnAlert)
export class WorkOnAlertHandler implements ICommandHandler<WorkOnAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alertId, whatWasDone }: WorkOnAlert): Promise<WorkedOn> {
    const { held } = await loadActionableAlert(this.agency, alertId, asked.caller.person);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const considered = considerOpening(this.agency, asked, facts, held);
    const { decision } = considered;
    if (held && permits(decision))
      return { decision, ...(await this.#record(asked, alertId, whatWasDone, held, decision)) };
    const action = whatWasDone === null ? 'acknowledge' : 'act';
    const promise = await evidence(this.agency, (client) =>
      recordOpening(this.agency, client, asked, alertId, considered, action),
    );
    return { decision, alert: null, refusal: null, promise };
  }

  async #record(
    asked: Asked,
    alertId: string,
    whatWasDone: string | null,
    { envelope, disclosedAs = [] }: HeldItem,
    { agreements }: Considered['decision'],
  ): Promise<Omit<WorkedOn, 'decision'>> {
    const { person: by, unit } = asked.caller;
    const act = { alertId, by, unit, at: this.agency.clock.now().toISOString() };
    const command: AlertCommand =
      whatWasDone === null
        ? { type: 'AcknowledgeAlert', data: act }
        : { type: 'ActOnAlert', data: { ...act, whatWasDone } };
    const kind = whatWasDone === null ? 'acknowledged' : 'actioned';
    const outcome = await runAudited(
      this.agency,
      alertDecider,
      {
        command,
        streamId: alertStream(alertId),
        asked,
        audit: () => ({
          ...(whatWasDone === null ? { event: 'acknowledged' as const } : {}),
          operation: 'alteration',
          action: whatWasDone === null ? 'acknowledge' : 'act',
          subjects: envelope.subjects.map((subject) => subject.auditRef),
          item: { id: alertId, product: envelope.product },
          fields: whatWasDone === null ? [] : ['whatWasDone'],
          agreements,
        }),
      },
      async (client) => void (await enterOwnReceipt(this.agency, client, asked, disclosedAs, kind)),
    );
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    return { alert: outcome.state, refusal, promise: outcome.promise };
  }
}
