// Carries what people do with a security information report from the routes to its decider.
import { unreachable } from '@gatehouse/event-store/decider';
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { newReference } from '../reference/reference.ts';
import { loadObservation, prisonOf } from './load-observation.ts';
import {
  mayRead,
  observationDecider,
  type Observation,
  type ObservationCommand,
  type ObservationRefusal,
} from './security-information-report.decider.ts';
import {
  observationStream,
  type SecurityInformationReportClosed,
  type SecurityInformationReportSubmitted,
} from './security-information-report.events.ts';

/** Of the product's kind only: nothing of this name ever leaves, and no instrument may name it. */
export const OBSERVATION = 'security-information-report';

/** What an officer says; who he is, where and when it arrived is known. */
export type Observed = Omit<
  SecurityInformationReportSubmitted['data'],
  'sirUrn' | 'prison' | 'submittedBy' | 'receivedAt' | 'writtenAt' | 'revision'
> & { writtenAt: string | null };

export type ObservationAct =
  | { type: 'SubmitObservation'; said: Observed }
  | { type: 'ResubmitObservation'; sirUrn: string; said: Observed }
  | { type: 'RegisterObservation'; sirUrn: string; said: { duplicateOf: string | null } }
  | { type: 'ReturnObservation'; sirUrn: string; said: { reason: string } }
  | {
      type: 'CloseObservation';
      sirUrn: string;
      said: Pick<SecurityInformationReportClosed['data'], 'outcome' | 'duplicateOf' | 'reason'>;
    };

export interface ObservationOutcome {
  sirUrn: string;
  observation: Observation;
  refusal: ObservationRefusal | null;
  promise: string;
}

export class ActOnObservation extends Command<ObservationOutcome> {
  constructor(
    readonly asked: Asked,
    readonly act: ObservationAct,
  ) {
    super();
  }
}

@CommandHandler(ActOnObservation)
export class ActOnObservationHandler implements ICommandHandler<ActOnObservation> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, act }: ActOnObservation): Promise<ObservationOutcome> {
    const at = this.agency.clock.now().toISOString();
    const sirUrn = 'sirUrn' in act ? act.sirUrn : newReference('SIR', at, this.agency.newId());
    const command = await commandOf(this.agency, asked, { ...act, sirUrn }, at);
    const outcome = await runAudited(this.agency, observationDecider, {
      command,
      streamId: observationStream(sirUrn),
      asked,
      ...('said' in act && 'observedAt' in act.said && { occurredAt: new Date(act.said.observedAt) }),
      audit: (observation) => ({
        operation: act.type === 'SubmitObservation' ? 'collection' : 'alteration',
        action: ACTIONS[act.type],
        subjects: auditReferences(this.agency, subjectsOf(command, observation)),
        item: { id: sirUrn, product: OBSERVATION },
        fields: Object.keys(command.data).sort(),
      }),
    });
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    return { sirUrn, observation: outcome.state, refusal, promise: outcome.promise };
  }
}

const ACTIONS: Record<ObservationAct['type'], string> = {
  SubmitObservation: 'SubmitSecurityInformationReport',
  ResubmitObservation: 'SubmitSecurityInformationReport',
  RegisterObservation: 'RegisterSecurityInformationReport',
  ReturnObservation: 'ReturnSecurityInformationReport',
  CloseObservation: 'CloseSecurityInformationReport',
};

const subjectsOf = (command: ObservationCommand, observation: Observation): string[] => {
  if (observation.status !== 'none') return observation.submitted.subjects.map(({ ref }) => ref);
  return 'subjects' in command.data ? command.data.subjects.map(({ ref }) => ref) : [];
};

const commandOf = async (
  agency: Agency,
  asked: Asked,
  act: ObservationAct & { sirUrn: string },
  at: string,
): Promise<ObservationCommand> => {
  const { sirUrn } = act;
  const by = asked.caller.person;
  const prison = prisonOf(asked.caller.unit);
  switch (act.type) {
    case 'SubmitObservation':
    case 'ResubmitObservation': {
      const { said } = act;
      const instants = { receivedAt: at, writtenAt: said.writtenAt ?? at };
      return { type: act.type, data: { ...said, ...instants, sirUrn, prison, submittedBy: by } };
    }
    case 'RegisterObservation':
    case 'CloseObservation': {
      const duplicateKnown = await isKnown(agency, asked, act.said.duplicateOf, sirUrn);
      const base = { sirUrn, by, at };
      return act.type === 'RegisterObservation'
        ? { type: act.type, prison, duplicateKnown, data: { ...base, ...act.said } }
        : { type: act.type, prison, duplicateKnown, data: { ...base, ...act.said, reportUrn: null } };
    }
    case 'ReturnObservation':
      return { type: act.type, prison, data: { ...act.said, sirUrn, by, at } };
    default:
      return unreachable(act);
  }
};

/** Whether another report of the same prison stands behind the URN. */
const isKnown = async (agency: Agency, asked: Asked, urn: string | null, sirUrn: string): Promise<boolean> => {
  if (urn === null || urn === sirUrn) return false;
  const other = await loadObservation(agency.pool, urn);
  return other.status !== 'none' && mayRead(other, prisonOf(asked.caller.unit), asked.caller.person);
};
