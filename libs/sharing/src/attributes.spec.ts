import { describe, expect, it } from '@jest/globals';
import { question } from '@gatehouse/policy/sample-question';
import { attributesOf, questionOf } from './attributes.ts';

describe('the attributes of a question', () => {
  it.each([
    ['about an item', question],
    [
      'of somebody whose vetting ends',
      { ...question, caller: { ...question.caller, vettingUntil: '2027-01-01T00:00:00Z' } },
    ],
    ['about a class of items', { ...question, item: null, product: 'prison-intelligence.intelligence-alert.v1' }],
    [
      'of somebody who read it before',
      { ...question, item: { ...question.item!, disclosedBefore: [{ agency: 'a', person: 'p', at: 'z' }] } },
    ],
    [
      'with everything around it',
      { ...question, openCorrections: [], countryRisk: { XX: 'high' }, otherItems: [question.item!] },
    ],
  ])('%s make the same question again', (_what, asked) =>
    expect(
      questionOf(JSON.parse(JSON.stringify(attributesOf(asked, true))) as ReturnType<typeof attributesOf>),
    ).toEqual(asked),
  );

  it('each stand for themselves: a changed one leaves the others as they were', () => {
    const before = attributesOf(question, true);
    const after = attributesOf({ ...question, caller: { ...question.caller, vetting: 'L3' } }, true);
    const changed = Object.keys(before).filter(
      (name) =>
        JSON.stringify(before[name as keyof typeof before]) !== JSON.stringify(after[name as keyof typeof after]),
    );
    expect(changed).toEqual(['vetting']);
  });
});
