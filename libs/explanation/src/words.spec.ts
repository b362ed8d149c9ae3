// A lawyer reads words: every reason has some, and every rule of an instrument in force finds its clause.
import { reasonOrder, reasonWords } from '@gatehouse/contracts';
import type { KeptAnswer } from '@gatehouse/sharing';
import { expect, it } from '@jest/globals';
import type { Explained, ExplainedDecision } from './explain.ts';
import { inWords } from './words.ts';

it('every reason has its words, and no word is of a reason that is none', () => {
  const others = ['OWN_DUTY', 'NO_SUCH_ITEM', 'DECISION_FAILED'];
  expect(Object.keys(reasonWords).toSorted()).toEqual([...reasonOrder, ...others].toSorted());
});

const answer = { effect: 'NOT_FOUND', reason: 'NO_ASSIGNMENT', obligations: ['OFFER_RFI'] as string[] } as KeptAnswer;
const one: ExplainedDecision = {
  question: 'open',
  itemId: 'item',
  standing: 'made-again',
  asOf: { at: '2026-11-23T09:00:00.000Z', bundleVersion: 7 },
  answer,
  because: [
    {
      reason: 'NO_ASSIGNMENT',
      words: 'the person is not assigned to the case',
      rule: 'kz-prisons-police@1/1 assignment',
      cites: 'Article 5: assignment',
      instrument: 'kz-prisons-police@1',
      clause: { number: 14, title: 'Personnel', says: 'who may read' },
    },
  ],
  altered: [],
  differences: [],
  today: { at: '', bundleVersion: 8, answer: { ...answer, effect: 'PERMIT' }, differences: ['effect'] },
};
const explained = (change: Partial<Explained>): Explained => ({
  record: {
    source: 'police-liaison',
    at: '2026-11-23T09:00:00.000Z',
    event: 'refused',
    action: 'open',
    item: { id: 'item', product: 'prison-intelligence.intelligence-alert.v1' },
    purpose: 'INVESTIGATE',
    decision: { effect: 'NOT_FOUND', reason: 'NO_ASSIGNMENT' },
  } as Explained['record'],
  standing: 'made-again',
  agrees: true,
  decisions: [one],
  duty: null,
  program: { decided: 'sources', again: 'sources', isSame: true },
  ...change,
});

it('says what was asked, what was answered, why, whether that holds, and what would be answered today', () =>
  expect(inWords(explained({}))).toEqual([
    'police-liaison, 2026-11-23T09:00:00.000Z: refused, open, prison-intelligence.intelligence-alert.v1.',
    'For the purpose to investigate an offence; a case reference is required.',
    'Recorded: NOT_FOUND, NO_ASSIGNMENT.',
    'May this person open it now? No; and to the one who asked it is as if there were no such item.',
    '- because the person is not assigned to the case (NO_ASSIGNMENT); clause 14, Personnel: who may read; kz-prisons-police@1; Article 5: assignment',
    'Owed for it: OFFER_RFI.',
    'As of 2026-11-23T09:00:00.000Z, by policy bundle 7.',
    'Today, by policy bundle 8: Yes.',
    'Made again, it is what was recorded.',
  ]));

it.each<[Partial<Explained>, string]>([
  [{ standing: 'inputs-not-kept', agrees: null, decisions: [] }, 'cannot be made again'],
  [{ standing: 'no-policy-decision', agrees: null, decisions: [] }, 'No policy decided here'],
  [{ program: { decided: 'older', again: 'newer', isSame: false } }, 'their sources differ'],
  [{ agrees: false, decisions: [{ ...one, altered: ['vetting'] }] }, 'Altered since: vetting.'],
  [{ agrees: null, decisions: [{ ...one, standing: 'inputs-erased', answer: null }] }, 'erased with the item'],
])('says why it could not be: %#', (change, words) => expect(inWords(explained(change)).join('\n')).toContain(words));
