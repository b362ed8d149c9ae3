// A person's assignments, certificates, vetting, conflicts and chain, folded from what his agency attested. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  AssignmentEnded,
  AssignmentGranted,
  ChainAttested,
  CodeOfConductAcknowledged,
  ConflictOfInterestDeclared,
  PersonnelEvent,
  TrainingCertified,
  TrainingLapsed,
  VettingGranted,
  VettingRevoked,
} from './personnel.events.ts';

/** One fact to attest; `data.person` is whom it is about. */
export type Attestation =
  | { type: 'GrantAssignment'; data: AssignmentGranted['data'] }
  | { type: 'EndAssignment'; data: AssignmentEnded['data'] }
  | { type: 'CertifyTraining'; data: TrainingCertified['data'] }
  | { type: 'LapseTraining'; data: TrainingLapsed['data'] }
  | { type: 'GrantVetting'; data: Omit<VettingGranted['data'], 'until'> & { until?: string | null } }
  | { type: 'RevokeVetting'; data: VettingRevoked['data'] }
  | { type: 'DeclareConflict'; data: ConflictOfInterestDeclared['data'] }
  | { type: 'AttestChain'; data: ChainAttested['data'] };

/** What a person says of himself; `inForce` is the edition of today. */
export interface AcknowledgeCodeOfConduct {
  type: 'AcknowledgeCodeOfConduct';
  inForce: string;
  data: CodeOfConductAcknowledged['data'];
}

/** `by`: who attests, or acknowledges. */
export interface PersonnelCommand {
  by: string;
  fact: Attestation | AcknowledgeCodeOfConduct;
}

export type PersonnelRefusal =
  | 'attests-himself'
  | 'acknowledges-for-another'
  | 'acknowledged-by-himself-alone'
  | 'another-edition'
  | 'no-open-assignment'
  | 'assignment-ends-before-it-begins'
  | 'no-running-certificate'
  | 'no-vetting';

export interface Personnel {
  vetting: 'L0' | 'L1' | 'L2' | 'L3' | null;
  /** no longer included; null: until it is revoked */
  vettingUntil: string | null;
  training: { course: string; until: string }[];
  assignments: { case: string; from: string; until: string | null }[];
  conflicts: string[];
  chain: string[];
  codeOfConduct: { edition: string; until: string } | null;
}

type Decided = Decision<PersonnelEvent, PersonnelRefusal>;

/** The course of the code of conduct: no office certifies it. */
export const CODE_OF_CONDUCT = 'code-of-conduct';

const decide = ({ by, fact }: PersonnelCommand, personnel: Personnel): Decided => {
  if (fact.type === 'AcknowledgeCodeOfConduct') return acknowledged(by, fact);
  return by === fact.data.person ? refuse('attests-himself') : attested(fact, personnel);
};

const acknowledged = (by: string, { inForce, data }: AcknowledgeCodeOfConduct): Decided => {
  if (by !== data.person) return refuse('acknowledges-for-another');
  if (data.edition !== inForce) return refuse('another-edition');
  return accept<PersonnelEvent>({ type: 'CodeOfConductAcknowledged', data });
};

const attested = (fact: Attestation, personnel: Personnel): Decided => {
  switch (fact.type) {
    case 'GrantAssignment':
      return granted(fact.data);
    case 'EndAssignment':
      return personnel.assignments.some((one) => isOpen(one, fact.data))
        ? accept<PersonnelEvent>({ type: 'AssignmentEnded', data: fact.data })
        : refuse('no-open-assignment');
    case 'CertifyTraining':
      if (fact.data.course === CODE_OF_CONDUCT) return refuse('acknowledged-by-himself-alone');
      return accept<PersonnelEvent>({ type: 'TrainingCertified', data: fact.data });
    case 'LapseTraining':
      return personnel.training.some(({ course, until }) => course === fact.data.course && until > fact.data.at)
        ? accept<PersonnelEvent>({ type: 'TrainingLapsed', data: fact.data })
        : refuse('no-running-certificate');
    case 'GrantVetting':
      return accept<PersonnelEvent>({ type: 'VettingGranted', data: { ...fact.data, until: fact.data.until ?? null } });
    case 'RevokeVetting':
      return personnel.vetting === null
        ? refuse('no-vetting')
        : accept<PersonnelEvent>({ type: 'VettingRevoked', data: fact.data });
    case 'DeclareConflict':
      // A conflict is declared once; saying it again changes nothing.
      return personnel.conflicts.includes(fact.data.subject)
        ? accept<PersonnelEvent>()
        : accept<PersonnelEvent>({ type: 'ConflictOfInterestDeclared', data: fact.data });
    case 'AttestChain':
      return accept<PersonnelEvent>({ type: 'ChainAttested', data: fact.data });
    default:
      return unreachable(fact);
  }
};

const granted = (data: AssignmentGranted['data']): Decided =>
  data.until !== null && data.until <= data.from
    ? refuse('assignment-ends-before-it-begins')
    : accept<PersonnelEvent>({ type: 'AssignmentGranted', data });

const isOpen = (one: Personnel['assignments'][number], ended: AssignmentEnded['data']): boolean =>
  one.case === ended.case && (one.until === null || one.until > ended.at);

const evolve = (personnel: Personnel, event: PersonnelEvent): Personnel => {
  switch (event.type) {
    case 'AssignmentGranted': {
      const { case: caseRef, from, until } = event.data;
      return { ...personnel, assignments: [...personnel.assignments, { case: caseRef, from, until }] };
    }
    case 'AssignmentEnded': {
      const ended = personnel.assignments.map((one) =>
        isOpen(one, event.data) ? { ...one, until: event.data.at } : one,
      );
      return { ...personnel, assignments: ended };
    }
    case 'TrainingCertified': {
      const { course, until } = event.data;
      return {
        ...personnel,
        training: [...personnel.training.filter((one) => one.course !== course), { course, until }],
      };
    }
    case 'TrainingLapsed': {
      const { course, at } = event.data;
      return {
        ...personnel,
        training: personnel.training.map((one) => (one.course === course ? { course, until: at } : one)),
      };
    }
    case 'VettingGranted':
      return { ...personnel, vetting: event.data.level, vettingUntil: event.data.until };
    case 'VettingRevoked':
      return { ...personnel, vetting: null, vettingUntil: null };
    case 'ConflictOfInterestDeclared':
      return { ...personnel, conflicts: [...personnel.conflicts, event.data.subject] };
    case 'ChainAttested':
      return { ...personnel, chain: event.data.people };
    case 'CodeOfConductAcknowledged': {
      const { edition, until } = event.data;
      return { ...personnel, codeOfConduct: { edition, until } };
    }
    default:
      return unreachable(event);
  }
};

export const personnelDecider: Decider<PersonnelCommand, Personnel, PersonnelEvent, PersonnelRefusal> = {
  initial: () => ({
    vetting: null,
    vettingUntil: null,
    training: [],
    assignments: [],
    conflicts: [],
    chain: [],
    codeOfConduct: null,
  }),
  decide,
  evolve,
};
