// What an amendment of a clause does: for every term of every machine rule, for obligations, and for whether a clause applies at all.
import { describe, expect, it } from '@jest/globals';
import { clauseDifferences } from './clause-difference.ts';
import type { Clause, Obligation } from './clause.ts';
import type { CompiledInstrument } from './instrument.ts';

type Said = Omit<Clause, 'clause'>;

const text = (clause: number, said: Said) => ({ clauses: [{ clause, ...said }] }) as CompiledInstrument;
const changes = (clause: number, was: Said, is: Said): string[] =>
  clauseDifferences(text(clause, was), text(clause, is)).map(({ effect, says }) => `${effect} | ${says}`);

/** Of a term such as `20.noticeWithin`. */
const ofTerm = (term: string, was: unknown, is: unknown): string[] => {
  const [clause, key = ''] = term.split('.');
  const rule = (value: unknown): Said => ({ rule: value === undefined ? {} : { [key]: value } });
  return changes(Number(clause), rule(was), rule(is));
};
const effects = (...given: Parameters<typeof ofTerm>): (string | undefined)[] =>
  ofTerm(...given).map((change) => change.split(' | ')[0]);

const OTHER = { widens: 'narrows', narrows: 'widens', neutral: 'neutral' };

describe('more of a term', () => {
  it.each([
    ['12.graceAfterReview', 'widens'],
    ['12.certificateWithin', 'widens'],
    ['15.acknowledgeWithin', 'widens'],
    ['16.acknowledgeWithin', 'widens'],
    ['16.proofWithin', 'widens'],
    ['17.answerWithin', 'widens'],
    ['19.timebox', 'widens'],
    ['19.noticeWithin', 'widens'],
    ['19.reviewWithin', 'widens'],
    ['20.noticeWithin', 'widens'],
    ['21.report', 'widens'],
    ['22.answerWithin', 'widens'],
    ['23.decidedWithin', 'widens'],
    ['24.noticePeriod', 'narrows'],
    ['25.reasonsWithin', 'widens'],
    ['27.noticePeriod', 'neutral'],
    ['27.proofWithin', 'widens'],
  ] as const)('a longer %s %s, a shorter one does the opposite', (term, effect) => {
    expect(effects(term, 'PT24H', 'P2D')).toEqual([effect]);
    expect(effects(term, 'P2D', 'PT24H')).toEqual([OTHER[effect]]);
    expect(effects(term, 'PT24H', 'P1D')).toEqual(['neutral']);
  });

  it.each([
    ['8.conditions', 'narrows'],
    ['10.countries', 'widens'],
    ['13.devices', 'widens'],
    ['16.grounds', 'narrows'],
    ['18.readableFor', 'widens'],
    ['19.purposes', 'widens'],
    ['20.tells', 'narrows'],
    ['21.levels', 'narrows'],
    ['25.by', 'narrows'],
    ['25.scopes', 'narrows'],
    ['26.warnings', 'narrows'],
    ['27.survives', 'narrows'],
  ] as const)('another element of %s %s, one that is gone does the opposite', (term, effect) => {
    expect(effects(term, ['a'], ['a', 'b'])).toEqual([effect]);
    expect(effects(term, ['a', 'b'], ['a'])).toEqual([OTHER[effect]]);
    expect(effects(term, ['a'], ['b'])).toEqual([effect, OTHER[effect]]);
    expect(effects(term, ['a', 'b'], ['b', 'a'])).toEqual([]);
  });

  it.each([
    ['10.approvers', 1, 2, 'narrows'],
    ['19.reviewers', 1, 2, 'narrows'],
    ['11.use', 'lead', 'with-consent', 'widens'],
    ['11.use', 'with-consent', 'evidence', 'widens'],
    ['15.whileOpen', 'hold-new-items', 'remind', 'widens'],
    ['24.approvedBy', 'every-party', 'issuer', 'widens'],
    ['26.reviewBy', '2027-01-01', '2027-01-02', 'widens'],
    ['27.noticePeriod', undefined, 'P1D', 'neutral'],
    ['20.noticeWithin', undefined, 'PT1S', 'widens'],
    ['10.approvers', undefined, 0, 'narrows'],
  ] as const)('%s from %s to %s', (term, less, more, effect) => {
    expect(effects(term, less, more)).toEqual([effect]);
    expect(effects(term, more, less)).toEqual([OTHER[effect]]);
  });

  it.each(['1.contacts', '1.units', '9.consentWithin', '17.answeredBy', '18.keep', '22.body', '23.decidedBy'])(
    'another %s is another way of doing the same',
    (term) => expect(effects(term, 'PT24H', 'PT72H')).toEqual(['neutral']),
  );
  it.each(['25.reinstatedBy', '27.copies', '29.signatories'])('another %s is another way of doing the same', (term) =>
    expect(effects(term, ['a'], ['b'])).toEqual(['neutral']),
  );

  it('of a term that nobody has weighed is taken to widen', () => {
    expect(effects('20.colour', 'red', 'blue')).toEqual(['widens']);
    expect(effects('20.colour', 'blue', 'red')).toEqual(['widens']);
  });
});

describe('a change of a rule is said in words', () => {
  it.each([
    ['20.noticeWithin', 'PT24H', 'P3D', 'notice within: 3 days, was 24 hours'],
    ['24.approvedBy', 'issuer', 'every-party', 'approved by: every-party, was issuer'],
    ['10.approvers', 1, 2, 'approvers: 2, was 1'],
    ['27.noticePeriod', undefined, 'P1M', 'notice period: 1 month, was nothing'],
    ['1.units', undefined, ['desk', 'P1D'], 'units: desk and 1 day, was nothing'],
    ['23.decidedBy', { party: 'a', post: 'head' }, { party: 'b', post: 'head' }, 'decided by: b, head, was a, head'],
    ['17.answeredBy', null, 'a', 'answered by: a, was null'],
    ['16.grounds', ['ERROR'], ['ERROR', 'UNLAWFUL', 'DISPROVED'], 'grounds: also UNLAWFUL and DISPROVED'],
    ['26.warnings', [90, 30], [90], 'warnings: no longer 30'],
    ['25.by', [{ party: 'a', post: 'head' }], [], 'by: no longer a, head'],
  ])('%s', (term, was, is, says) =>
    expect(ofTerm(term, was, is).map((change) => change.split(' | ')[1])).toEqual([says]),
  );

  it('and each of several terms, the new ones first', () => {
    const was = { rule: { gone: 'a', noticeWithin: 'PT1H' } };
    const is = { rule: { noticeWithin: 'PT2H', come: 'b' } };
    expect(changes(20, was, is)).toEqual([
      'widens | notice within: 2 hours, was 1 hour',
      'widens | come: b, was nothing',
      'widens | gone: nothing, was a',
    ]);
    expect(changes(20, {}, { rule: { come: 'b' } })).toEqual(['widens | come: b, was nothing']);
    expect(changes(20, { rule: { gone: 'a' } }, {})).toEqual(['widens | gone: nothing, was a']);
  });
});

describe('an obligation', () => {
  const owed: Obligation = { owner: { party: 'a', post: 'head' }, does: 'reports', evidence: 'a report' };
  const owing = (...obligations: Obligation[]): Said => ({ obligations });
  const WHO = 'head of a reports';

  it.each([
    ['that is new', owing(), owing(owed), [`narrows | from now on the ${WHO}`]],
    ['of a clause that had none', {}, owing(owed), [`narrows | from now on the ${WHO}`]],
    ['that is gone', owing(owed), owing(), [`widens | no longer: the ${WHO}`]],
    ['of a clause that has none any more', owing(owed), {}, [`widens | no longer: the ${WHO}`]],
    ['that is the same', owing(owed), owing({ ...owed, evidence: 'a letter' }), []],
  ])('%s', (_what, was, is, said) => expect(changes(5, was, is)).toEqual(said));

  it('goes by whose it is and what it is', () => {
    const ofAnother = { ...owed, owner: { party: 'b', post: 'head' } };
    expect(changes(5, owing(owed, ofAnother), owing(ofAnother))).toEqual([`widens | no longer: the ${WHO}`]);
    expect(changes(5, owing(ofAnother), owing(owed, ofAnother))).toEqual([`narrows | from now on the ${WHO}`]);
  });

  it.each([
    [{ due: '2026-01-01' }, { due: '2026-02-01' }, 'widens', '2026-02-01, was 2026-01-01'],
    [{ due: '2026-02-01' }, { due: '2026-01-01' }, 'narrows', '2026-01-01, was 2026-02-01'],
    [{ within: 'PT1H', after: 'it' }, { within: 'PT2H', after: 'it' }, 'widens', '2 hours, was 1 hour'],
    [{ every: 'P1Y' }, { every: 'P3M' }, 'narrows', '3 months, was 1 year'],
    [{ every: 'P12M' }, { every: 'P1Y' }, 'neutral', '1 year, was 12 months'],
    [{}, { every: 'P1Y' }, 'widens', '1 year, was '],
  ])('%j that becomes %j', (was, is, effect, says) =>
    expect(changes(5, owing({ ...owed, ...was }), owing({ ...owed, ...is }))).toEqual([
      `${effect} | the ${WHO}: ${says}`,
    ]),
  );
});

describe('a clause', () => {
  const none = { notApplicable: 'nobody needs it' };

  it.each([
    [10, 'widens', 'narrows'],
    [19, 'widens', 'narrows'],
    [20, 'narrows', 'widens'],
  ])('%i that comes %s, and that goes %s', (clause, comes, goes) => {
    expect(changes(clause, none, { text: 'x', rule: { a: 1 } })).toEqual([`${comes} | is regulated now`]);
    expect(changes(clause, { text: 'x' }, none)).toEqual([`${goes} | is not applicable any more: nobody needs it`]);
    expect(changes(clause, none, { notApplicable: 'nobody wants it' })).toEqual([]);
  });

  it('that reads otherwise is neutral, and says how after what its rule says', () => {
    const is = { text: 'new', rule: { noticeWithin: 'PT2H' } };
    expect(changes(20, { text: 'old', rule: { noticeWithin: 'PT1H' } }, is)).toEqual([
      'widens | notice within: 2 hours, was 1 hour',
      'neutral | reads: new',
    ]);
    expect(changes(20, is, is)).toEqual([]);
  });

  it('is named by its number and title, and compared with the one of its number', () => {
    const of = (...clauses: Clause[]) => ({ clauses }) as CompiledInstrument;
    const [was, is] = [of({ clause: 5, text: 'e' }, { clause: 20, text: 'old' }), of({ clause: 20, text: 'new' })];
    expect(clauseDifferences(was, is)).toEqual([
      { effect: 'neutral', where: 'clause 20 (breach)', says: 'reads: new' },
    ]);
    expect(clauseDifferences(is, was)).toHaveLength(1);
    expect(clauseDifferences({} as CompiledInstrument, is)).toEqual([]);
  });
});
