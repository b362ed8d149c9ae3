// When may a person's status be attested? No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { SubjectEvent, SubjectStatusAttested } from './subject.events.ts';

export type SubjectCommand = { type: 'AttestSubjectStatus'; data: SubjectStatusAttested['data'] };

export type SubjectRefusal =
  | 'acquittal-of-another-case'
  | 'acquitted-twice-in-a-case'
  | 'consent-ends-before-it-begins'
  | 'sealed-record-opened-again'
  | 'final-acquittal-undone';

/** `version` counts what was attested: the owner's order, which a holder goes by. */
export type Subject = { status: SubjectStatusAttested['data'] | null; version: number };

const decide = (command: SubjectCommand, subject: Subject): Decision<SubjectEvent, SubjectRefusal> => {
  switch (command.type) {
    case 'AttestSubjectStatus':
      return attest(command.data, subject.status);
    default:
      return unreachable(command.type);
  }
};

const attest = (
  data: SubjectStatusAttested['data'],
  before: SubjectStatusAttested['data'] | null,
): Decision<SubjectEvent, SubjectRefusal> => {
  const acquittedIn = data.acquitted.map((acquittal) => acquittal.case);
  if (!acquittedIn.every((each) => data.cases.includes(each))) return refuse('acquittal-of-another-case');
  if (new Set(acquittedIn).size < acquittedIn.length) return refuse('acquitted-twice-in-a-case');
  if (data.consents.some(({ from, until }) => until !== null && until <= from))
    return refuse('consent-ends-before-it-begins');
  // Only a court opens a sealed record or takes back a final acquittal: neither is a matter of the records office.
  if (data.courtOrder !== undefined) return accept<SubjectEvent>({ type: 'SubjectStatusAttested', data });
  if (before?.sealedSince && !data.sealedSince) return refuse('sealed-record-opened-again');
  if (!finalIn(before?.acquitted ?? []).every((each) => finalIn(data.acquitted).includes(each)))
    return refuse('final-acquittal-undone');
  return accept<SubjectEvent>({ type: 'SubjectStatusAttested', data });
};

const finalIn = (acquitted: SubjectStatusAttested['data']['acquitted']): string[] =>
  acquitted.filter(({ final }) => final).map((acquittal) => acquittal.case);

const evolve = (subject: Subject, event: SubjectEvent): Subject => {
  switch (event.type) {
    case 'SubjectStatusAttested':
      return { status: event.data, version: subject.version + 1 };
    default:
      return unreachable(event.type);
  }
};

export const subjectDecider: Decider<SubjectCommand, Subject, SubjectEvent, SubjectRefusal> = {
  initial: () => ({ status: null, version: 0 }),
  decide,
  evolve,
};
