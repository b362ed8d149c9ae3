import { expect, it } from '@jest/globals';
import type { CedarAnswer, CedarQuestion } from './engine.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { RuleSet } from './rule-set.ts';

const rules = (key: string) => ({ key }) as RuleSet;
const about = (principal: string, context: CedarQuestion['context'] = {}): CedarQuestion => ({
  principal,
  action: 'field',
  resource: { type: 'Product', id: 'x' },
  context,
});
const answer = (allowed: boolean): CedarAnswer => ({ allowed, rules: [] });

it('what was kept is found again for the same rules and the same question alone', () => {
  const kept = new KeptAnswers();
  KeptAnswers.keep(kept.of(rules('a'), about('p', { flow: '1' })), 'name', answer(true));
  expect(kept.of(rules('a'), about('p', { flow: '1' })).get('name')).toEqual(answer(true));
  for (const [set, question] of [
    [rules('b'), about('p', { flow: '1' })],
    [rules('a'), about('q', { flow: '1' })],
    [rules('a'), about('p', { flow: '2' })],
    [rules('a'), { ...about('p', { flow: '1' }), resource: { type: 'Product', id: 'y' } }],
  ] as const)
    expect(kept.of(set, question).size).toBe(0);
});

it('the series asked for longest ago gives way, and one with too many names begins anew', () => {
  const kept = new KeptAnswers();
  const first = kept.of(rules('a'), about('first'));
  const second = kept.of(rules('a'), about('second'));
  for (let n = 0; n < 998; n += 1) kept.of(rules('a'), about(`p-${n}`));
  expect(kept.of(rules('a'), about('first'))).toBe(first);
  kept.of(rules('a'), about('one more'));
  expect(kept.of(rules('a'), about('first'))).toBe(first);
  expect(kept.of(rules('a'), about('second'))).not.toBe(second);
  for (let n = 0; n <= 500; n += 1) KeptAnswers.keep(first, String(n), answer(true));
  expect([...first.keys()]).toEqual(['500']);
});
