/**
 * Refusals are values below a controller; here a controller turns them into problems.
 *
 * Promise: a table names every refusal of its decider, so a new refusal does not compile until somebody has said how
 * it is answered.
 */
import { Problem } from './problem.ts';

export type RefusalProblem = 'command-refused' | 'state-conflict' | 'already-exists';

/** How one refusal is answered: which problem, what the caller should do, and the clause of an instrument it stands on; or as if nothing were there. */
export type RefusalAnswer =
  | readonly [problem: RefusalProblem, whatToDo: string]
  | readonly [problem: Exclude<RefusalProblem, 'already-exists'>, whatToDo: string, clause: number]
  | 'not-found';

/**
 * @param table every refusal of the decider behind a route
 * @returns a function from a refusal to the problem to throw; the refusal's code is in the member `refusal`, its clause in `clause`
 */
export const refusals =
  <R extends string>(table: Record<R, RefusalAnswer>) =>
  (refusal: R, more: { earliest?: string } = {}): Problem => {
    const answer: RefusalAnswer = table[refusal];
    if (answer === 'not-found') return new Problem('not-found');
    const [slug, detail, clause] = answer;
    return new Problem(slug, { detail, members: { refusal, ...(clause === undefined ? {} : { clause }), ...more } });
  };

/** What of a policy decision is told outward. */
export interface OutwardDecision {
  outward: 200 | 202 | 403 | 404 | null;
  reason: string;
  obligations: string[];
}

/**
 * The problem for a decision that does not release: 403 with reason and obligations, or a 404 that tells nothing.
 * Whatever is not an explicit 403 is a 404.
 */
export const policyRefusal = ({ outward, reason, obligations }: OutwardDecision): Problem =>
  outward === 403 ? new Problem('refused-by-policy', { members: { reason, obligations } }) : new Problem('not-found');
