// When may somebody open an item in an emergency, and who may say afterwards whether it was one? No I/O, no clock, no ids. That the
// instrument of vital interest gives him the item is decided before, by policy.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import { unfitDeclaration, type UnfitDeclaration } from './declared-emergency.ts';
import type {
  EmergencyAccessEvent,
  EmergencyAccessReviewed,
  EmergencyAccessUsed,
  EmergencyScopeExceeded,
  Verdict,
} from './emergency-access.events.ts';

export type EmergencyAccessCommand =
  | { type: 'UseEmergencyAccess'; data: EmergencyAccessUsed['data'] }
  | { type: 'ReportScopeExceeded'; data: Omit<EmergencyScopeExceeded['data'], 'accessId'> }
  /** isConcerned: about himself, about those above or below him, or under a conflict he declared */
  | { type: 'ReviewEmergencyAccess'; data: Review; isConcerned: boolean };

type Review = Omit<EmergencyAccessReviewed['data'], 'late' | 'itemId' | 'person'>;

export type UseRefusal = UnfitDeclaration | 'not-reviewed-yet' | 'found-unjustified';
export type ReviewRefusal =
  | 'access-unknown'
  | 'reviewer-used-it'
  | 'reviewer-in-the-line'
  | 'reviewer-of-the-same-unit'
  | 'reviewer-concerned'
  | 'reviewed-by-you'
  | 'reviewers-of-one-unit'
  | 'review-concluded';
export type EmergencyAccessRefusal = UseRefusal | ReviewRefusal;

export interface EmergencyAccess {
  used: EmergencyAccessUsed['data'];
  exceeded: EmergencyScopeExceeded['data'][];
  reviews: EmergencyAccessReviewed['data'][];
  /** null until all have said what they found */
  verdict: Verdict | null;
}

/** Of one person to one item, oldest first. */
export type EmergencyAccesses = EmergencyAccess[];

/** The access under which he may read at an instant (RFC 3339 UTC); undefined when none is open. */
export const openAt = (accesses: EmergencyAccesses, at: string): EmergencyAccess | undefined =>
  accesses.findLast(({ used, verdict }) => at < used.until && verdict !== 'UNJUSTIFIED');

type Outcome = Decision<EmergencyAccessEvent, EmergencyAccessRefusal>;

const decide = (command: EmergencyAccessCommand, accesses: EmergencyAccesses): Outcome => {
  switch (command.type) {
    case 'UseEmergencyAccess':
      return use(command.data, accesses);
    case 'ReportScopeExceeded': {
      const access = openAt(accesses, command.data.at);
      if (!access) return accept<EmergencyAccessEvent>();
      const data = { ...command.data, accessId: access.used.accessId };
      return accept<EmergencyAccessEvent>({ type: 'EmergencyScopeExceeded', data });
    }
    case 'ReviewEmergencyAccess':
      return review(command.data, accesses, command.isConcerned);
    default:
      return unreachable(command);
  }
};

const use = (data: EmergencyAccessUsed['data'], accesses: EmergencyAccesses): Outcome => {
  const unfit = unfitDeclaration(data.declared, data.at);
  if (unfit) return refuse(unfit);
  // The same emergency: asking again makes it no longer.
  if (openAt(accesses, data.at)) return accept<EmergencyAccessEvent>();
  if (accesses.some(({ verdict }) => verdict === 'UNJUSTIFIED')) return refuse('found-unjustified');
  if (accesses.some(({ verdict }) => verdict === null)) return refuse('not-reviewed-yet');
  const { accessId, itemId, person, at, reviewBy, subjects } = data;
  const auditRefs = subjects.map(({ auditRef }) => auditRef);
  return accept<EmergencyAccessEvent>(
    { type: 'EmergencyAccessUsed', data },
    { type: 'EmergencyReviewRequested', data: { accessId, itemId, person, at, reviewBy, auditRefs } },
  );
};

const review = (said: Review, accesses: EmergencyAccesses, isConcerned: boolean): Outcome => {
  const access = accesses.find(({ used }) => used.accessId === said.accessId);
  if (!access) return refuse('access-unknown');
  if (isConcerned) return refuse('reviewer-concerned');

  const refusal = notIndependent(said, access);
  if (refusal) return refuse(refusal);
  const { itemId, person, reviewBy } = access.used;
  const late = said.at > reviewBy;
  const about = { accessId: said.accessId, itemId, person, at: said.at };
  const reviewed: EmergencyAccessReviewed = { type: 'EmergencyAccessReviewed', data: { ...said, ...about, late } };
  const verdicts = [...access.reviews.map(({ verdict }) => verdict), said.verdict];
  if (verdicts.length < access.used.reviewers) return accept<EmergencyAccessEvent>(reviewed);
  const verdict = verdicts.every((one) => one === 'JUSTIFIED') ? 'JUSTIFIED' : 'UNJUSTIFIED';
  return accept<EmergencyAccessEvent>(reviewed, {
    type: 'EmergencyReviewConcluded',
    data: { ...about, verdict, late },
  });
};

const notIndependent = ({ by, unit }: Review, { used, reviews, verdict }: EmergencyAccess): ReviewRefusal | null => {
  if (by === used.person) return 'reviewer-used-it';
  if (used.line.includes(by)) return 'reviewer-in-the-line';
  if (unit === used.unit || unit === used.supervisedBy) return 'reviewer-of-the-same-unit';
  if (reviews.some((earlier) => earlier.by === by)) return 'reviewed-by-you';
  if (verdict !== null) return 'review-concluded';
  return reviews.some((earlier) => earlier.unit === unit) ? 'reviewers-of-one-unit' : null;
};

const evolve = (accesses: EmergencyAccesses, event: EmergencyAccessEvent): EmergencyAccesses => {
  switch (event.type) {
    case 'EmergencyAccessUsed':
      return [...accesses, { used: event.data, exceeded: [], reviews: [], verdict: null }];
    case 'EmergencyReviewRequested':
      return accesses;
    case 'EmergencyScopeExceeded':
      return changed(accesses, event.data, (access) => ({ exceeded: [...access.exceeded, event.data] }));
    case 'EmergencyAccessReviewed':
      return changed(accesses, event.data, (access) => ({ reviews: [...access.reviews, event.data] }));
    case 'EmergencyReviewConcluded':
      return changed(accesses, event.data, () => ({ verdict: event.data.verdict }));
    default:
      return unreachable(event);
  }
};

const changed = (
  accesses: EmergencyAccesses,
  { accessId }: { accessId: string },
  change: (access: EmergencyAccess) => Partial<EmergencyAccess>,
): EmergencyAccesses =>
  accesses.map((access) => (access.used.accessId === accessId ? { ...access, ...change(access) } : access));

export const emergencyAccessDecider: Decider<
  EmergencyAccessCommand,
  EmergencyAccesses,
  EmergencyAccessEvent,
  EmergencyAccessRefusal
> = { initial: () => [], decide, evolve };
