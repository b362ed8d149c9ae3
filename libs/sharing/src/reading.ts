// What opening and listing have in common: the bundle decided on, what the audit keeps of a decision, and the answer.
import type { AuditedDecision, AuditRecord } from '@gatehouse/audit-trail';
import type { BundleInUse, Decision } from '@gatehouse/policy';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type { Agency } from './agency.ts';
import { recorded } from './ledger.ts';
import type { Asked } from './question.ts';

export interface Answer<T> {
  /** as the decision says it; a controller makes an answer of it */
  outward: Decision['outward'];
  reason: string;
  obligations: string[];
  /** what the caller may see; null when he is refused */
  content: T | null;
  /** the source's signed promise that this answer's record will stand in the log */
  promise: string;
}

export const permits = (decision: Decision): boolean => decision.effect.startsWith('PERMIT');

/** The answer to a decision: content only where it permits. */
export const refusedOrShown = <T>(decision: Decision, promise: string, content: () => T): Answer<T> => ({
  outward: decision.outward,
  reason: decision.reason,
  obligations: decision.obligations,
  content: permits(decision) ? content() : null,
  promise,
});

/** @throws RetryableFault before the first verified bundle: nothing can be decided, so nothing is released */
export const bundleInUse = (agency: Agency): BundleInUse => {
  const current = agency.keeper.current();
  if (!current) throw new RetryableFault('no verified bundle yet: nothing can be decided', { code: 'no-bundle' });
  return current;
};

export const whoAsked = (asked: Asked): Pick<AuditRecord, 'actor' | 'purpose' | 'caseRef' | 'correlationId'> => {
  const { person, agency, unit, roles } = asked.caller;
  return {
    actor: { agency, person, unit, roles },
    purpose: asked.purpose,
    caseRef: asked.caseRef,
    correlationId: asked.correlationId,
  };
};

/** @param bundleVersion of the bundle it was decided by: a newer one may be in use by the time it is recorded */
export const keptDecision = (decision: Decision, bundleVersion: number): AuditedDecision => ({
  ...recorded(decision),
  masked: decision.masked,
  bundleVersion,
});
