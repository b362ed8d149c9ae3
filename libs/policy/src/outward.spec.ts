// What an effect is outward, and which operation a question is logged as.
import { expect, it } from '@jest/globals';
import { isQuery, operationOf, outwardOf } from './outward.ts';
import { asked } from './question.fixture.ts';
import type { Effect, QuestionKind } from './question.ts';

const of = (question: QuestionKind, path = 'http') => asked({ request: { question, path } });

it.each<[effect: Effect, status: number]>([
  ['PERMIT', 200],
  ['PERMIT_REDACTED', 200],
  ['PERMIT_AGGREGATE', 200],
  ['PEND', 202],
  ['DENY', 403],
  ['NOT_FOUND', 404],
])('%s is %i, on a page 200 where nothing is found, and nothing to whom it would be sent', (effect, status) => {
  for (const question of ['open', 'export', 'publish'] as const) expect(outwardOf(of(question), effect)).toBe(status);
  for (const question of ['list', 'search'] as const)
    expect(outwardOf(of(question), effect)).toBe(effect === 'NOT_FOUND' ? 200 : status);
  expect([outwardOf(of('deliver', 'bus'), effect), outwardOf(of('deliver'), effect)]).toEqual([null, status]);
  expect(outwardOf(of('publish', 'bus'), effect)).toBe(status);
});

it.each<[question: QuestionKind, operation: string, query: boolean]>([
  ['publish', 'disclosure', false],
  ['deliver', 'disclosure', false],
  ['export', 'disclosure', false],
  ['onward', 'disclosure', false],
  ['open', 'consultation', false],
  ['list', 'consultation', true],
  ['search', 'consultation', true],
  ['breakGlass', 'consultation', false],
  ['aggregate', 'combination', false],
  ['adverseDecision', 'alteration', false],
])('%s is logged as %s', (question, operation, query) => {
  expect([operationOf(of(question)), isQuery(of(question))]).toEqual([operation, query]);
});
