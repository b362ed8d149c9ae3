// The edges of the language, of its extension types, of a rule and of a question: what a random one seldom comes to.
import * as closures from '@gatehouse/policy/closures';
import { expect, it } from '@jest/globals';
import { agreementOf, cornerAnswers, edgeAnswers, EDGES, type Answers } from './agreement.ts';
import { RANDOM_SCHEMA } from './schema.ts';

const agree = (answers: Iterable<Answers>): void => {
  const { differences, first } = agreementOf(closures, RANDOM_SCHEMA, answers);
  expect({ differences, first }).toEqual({ differences: 0, first: null });
};

it('closures answer at the edges of the language as Cedar does', () => agree(cornerAnswers(RANDOM_SCHEMA, 1, 20)));

it.each(Object.keys(EDGES))('closures answer at the edges of %s as Cedar does', (edge) =>
  agree(edgeAnswers(RANDOM_SCHEMA, edge)),
);
