// From when to when a statement of necessity counts, and who may still answer it.
import { describe, expect, it } from '@jest/globals';
import { necessityAnswerRefusal, necessityEnds, necessityFact, stateOfNecessity } from './necessity.ts';
import type { NecessityAnswer, NecessityStatement } from './necessity.ts';

const AT = '2026-11-23T09:00:00.000Z';
const on = (day: number, time = '09:00:00.000') => `2026-11-${day}T${time}Z`;
const fields = [
  { field: 'specialCategory.religion', ground: 'VITAL_INTERESTS', necessity: 'They must be warned tonight.' },
];
const approved: NecessityAnswer = { verdict: 'APPROVED', by: 'po-zarina', unit: 'desk', at: on(24, '08:00:00.000') };
const refused: NecessityAnswer = { ...approved, verdict: 'REFUSED' };
const stated = (answer: NecessityAnswer | null = null): NecessityStatement => {
  return { statementId: 's-1', fields, by: 'po-aidos', at: AT, answer };
};

describe('a statement of necessity', () => {
  it.each([
    ['waits for a second person', stated(), on(24, '08:59:59.999'), 'waiting'],
    ['lapses a day after it was made', stated(), on(24), 'lapsed'],
    ['is approved', stated(approved), on(24), 'approved'],
    ['is refused, for good', stated(refused), '2027-11-24T00:00:00Z', 'refused'],
    ['counts to the last instant of thirty days', stated(approved), '2026-12-24T07:59:59.999Z', 'approved'],
    ['ends after thirty days', stated(approved), '2026-12-24T08:00:00.000Z', 'ended'],
  ])('%s', (_what, statement, at, state) => expect(stateOfNecessity(statement, new Date(at))).toBe(state));

  it.each([
    ['is there', null, AT, 'statement-unknown'],
    ['was not answered', stated(refused), AT, 'statement-answered'],
    ['did not lapse', stated(), on(24), 'statement-lapsed'],
    ['waits', stated(), on(24, '08:59:59.999'), null],
  ])('is answered where it %s', (_what, statement, at, refusal) =>
    expect(necessityAnswerRefusal(statement, at)).toBe(refusal),
  );

  it('is a fact of a decision while it is approved, with its grounds, its fields and who approved it', () => {
    expect(necessityFact(stated(approved), new Date(on(25)))).toEqual({
      text: 'VITAL_INTERESTS: They must be warned tonight.',
      fields: ['specialCategory.religion'],
      approvedBy: { person: 'po-zarina', unit: 'desk' },
    });
    for (const [statement, at] of [
      [stated(), on(23)],
      [stated(refused), on(25)],
      [stated(approved), '2026-12-24T08:00:00Z'],
    ] as const)
      expect(necessityFact(statement, new Date(at))).toBeNull();
    expect(necessityEnds(stated(approved))).toBe('2026-12-24T08:00:00.000Z');
    expect(necessityEnds(stated(refused))).toBeNull();
  });
});
