// A small share of what `npm run prove -- closures` does, on seeds of its own.
import { policySchema } from '@gatehouse/contracts';
import * as closures from '@gatehouse/policy/closures';
import { expect, it } from '@jest/globals';
import { agreementOf, contractAnswers, randomAnswers } from './agreement.ts';
import { RANDOM_SCHEMA } from './schema.ts';

it('closures answer random rules as Cedar does, those that err and questions that do not fit included', () => {
  const { differences, first, kinds } = agreementOf(closures, RANDOM_SCHEMA, randomAnswers(RANDOM_SCHEMA, 1, 30, 30));
  expect({ differences, first }).toEqual({ differences: 0, first: null });
  for (const count of Object.values(kinds)) expect(count).toBeGreaterThan(20);
});

it('closures answer the rules of the contracts as Cedar does', () => {
  const { differences, first, kinds } = agreementOf(closures, policySchema(), contractAnswers(policySchema(), 1, 20));
  expect({ differences, first }).toEqual({ differences: 0, first: null });
  expect(kinds.refused).toBeGreaterThan(20);
});
