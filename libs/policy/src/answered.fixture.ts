// A decision point on the memorandum that is in force, and what it answers in short.
import { decisionPoint } from './decision-point.ts';
import { inForce, products } from './question.fixture.ts';
import type { Question } from './question.ts';

export const point = decisionPoint(inForce, products);

/** Effect, outward answer, and every reason in its order. */
export const answer = (q: Question, by = point) => {
  const { effect, outward, reasonsInOrder } = by.decide(q);
  return [effect, outward, ...reasonsInOrder];
};
