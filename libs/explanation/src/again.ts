// A decision made again from what it was made from, and held against what was answered.
import { canonicalJson } from '@gatehouse/crypto';
import type { Decision, DecisionPoint } from '@gatehouse/policy';
import { asUnknown, questionOf, type Attributes, type KeptAnswer } from '@gatehouse/sharing';

/** Decides again: nothing of the answer that was given goes in. */
export const decideAgain = (point: DecisionPoint, attributes: Attributes): KeptAnswer => {
  const decision = point.decide(questionOf(attributes));
  return againAnswer(attributes.circumstances.known ? decision : asUnknown(decision));
};

/** A decision as answers are kept: without numbers of a count, rows of a list and the last days of keeping. */
export const againAnswer = ({ values: _values, list: _list, keeps: _keeps, ...answer }: Decision): KeptAnswer => answer;

/** Names of what is not the same in two answers. */
export const differences = (one: KeptAnswer, other: KeptAnswer): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => {
      const [a, b] = [one[name as keyof KeptAnswer], other[name as keyof KeptAnswer]];
      return canonicalJson(a ?? null) !== canonicalJson(b ?? null);
    })
    .toSorted((a, b) => (a < b ? -1 : 1));
