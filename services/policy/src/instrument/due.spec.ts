import { describe, expect, it } from '@jest/globals';
import type { InstrumentDocument } from '@gatehouse/agreements';
import { memorandum } from '../memorandum.fixture.ts';
import { dueOf } from './due.ts';
import { owedUntil } from './obligation.ts';
import { inForce, SECRETARIAT, T1, textOf } from './instrument.fixture.ts';
import { evolve, type Instrument, type Known } from './instrument.state.ts';
import type { InstrumentEvent } from './instrument.events.ts';

const BY = { agency: SECRETARIAT, person: null };
const folded = (...events: InstrumentEvent[]) =>
  events.reduce<Instrument>((state, event) => evolve(state, event), { status: 'none' }) as Known;
const standing = folded(...inForce);
const dueAt = (at: string, instrument = standing) =>
  dueOf(instrument, at, BY).map(({ type, data }) => `${type} ${'daysLeft' in data ? data.daysLeft : ''}`.trim());

describe('what the clock brings', () => {
  it.each([
    ['2026-10-01T18:59:59Z', []],
    ['2026-10-01T19:00:00Z', ['WarnOfExpiry 90']],
    ['2026-11-23T00:00:00Z', ['WarnOfExpiry 60']],
    ['2026-12-24T00:00:00Z', ['WarnOfExpiry 7']],
    ['2026-12-31T18:59:59Z', ['WarnOfExpiry 7']],
    ['2026-12-31T19:00:00Z', ['RecordExpiry']],
  ])('at %s, by the day of the instrument’s own zone', (at, due) => expect(dueAt(at)).toEqual(due));

  it('is a warning on the days that clause 26 names, and on no others', () => {
    const [last] = standing.agreed;
    const clauses = [{ clause: 26, rule: { reviewBy: '2026-06-30', warnings: [120, 14] } }];
    const own: Known = { ...standing, agreed: [{ ...last!, document: { ...last!.document, clauses } }] };
    expect(dueAt('2026-09-01T19:00:00Z', own)).toEqual(['WarnOfExpiry 120']);
    expect(dueAt('2026-12-16T00:00:00Z', own)).toEqual(['WarnOfExpiry 120']);
    expect(dueAt('2026-12-17T00:00:00Z', own)).toEqual(['WarnOfExpiry 14']);
  });

  it('is nothing any more once it was told, or is over', () => {
    const data = { instrumentId: 'mou', by: BY, at: '2026-12-24T00:00:00Z', termTo: '2026-12-31' };
    expect(dueAt(data.at, folded(...inForce, { type: 'MouExpiryWarned', data: { ...data, daysLeft: 7 } }))).toEqual([]);
    expect(dueAt('2027-02-01T00:00:00Z', folded(...inForce, { type: 'MouExpired', data }))).toEqual([]);
  });

  describe('of obligations', () => {
    const owner = { party: 'kz-police', post: 'legal adviser' };
    const said = { owner, does: 'gives an opinion', evidence: 'the opinion' };
    const document: InstrumentDocument = {
      ...textOf(1).document,
      term: { from: '2026-01-01', to: '2029-12-31' },
      clauses: [
        { clause: 2, obligations: [{ ...said, due: '2027-03-01' }] },
        { clause: 20, obligations: [{ ...said, within: 'P3D', after: 'a breach' }] },
        { clause: 21, obligations: [{ ...said, every: 'P3M' }] },
      ],
    };
    const [last] = standing.agreed;
    const obliged: Known = { ...standing, agreed: [{ ...last!, document }] };
    const owed = (at: string, told: Known = obliged) =>
      dueOf(told, at, BY).map(({ type, data }) => [
        type,
        'due' in data ? `${data.clause} ${data.due}` : '',
        ...('daysLeft' in data ? [data.daysLeft] : []),
      ]);

    it('of an amendment runs from the amendment, and is late for no day before it', () => {
      const monthly = { ...said, every: 'P1M', does: 'reports each month' };
      const [first, quarterly] = [document.clauses ?? [], { ...said, every: 'P3M' }];
      const amended = {
        ...document,
        clauses: [...first.slice(0, 2), { clause: 21, obligations: [quarterly, monthly] }],
      };
      const later: Known = {
        ...obliged,
        agreed: [
          ...obliged.agreed,
          { ...last!, version: 2, document: amended, effectiveFrom: '2027-06-10T04:00:00.000Z' },
        ],
      };
      const of = (clause: string) =>
        owedUntil(later, '2027-08-31').flatMap((one) => (one.clause === clause ? [one.due] : []));
      expect(of('21.1')).toEqual(['2027-02-23', '2027-05-23', '2027-08-23']);
      expect(of('21.2')).toEqual(['2027-07-10', '2027-08-10']);
    });

    it('keeps its name when another is put before it, or its own terms change; none takes the name of one that went', () => {
      const monthly = { ...said, every: 'P1M', does: 'reports each month' };
      const [first, quarterly] = [document.clauses ?? [], { ...said, every: 'P3M' }];
      const version = (n: number, effectiveFrom: string, ...obligations: object[]) => ({
        ...last!,
        version: n,
        effectiveFrom,
        document: { ...document, clauses: [...first.slice(0, 2), { clause: 21, obligations }] } as typeof document,
      });
      const inserted = version(2, '2027-06-10T04:00:00.000Z', monthly, quarterly);
      const names = (...more: (typeof inserted)[]) => {
        const owedThen = owedUntil({ ...obliged, agreed: [...obliged.agreed, ...more] }, '2027-09-30');
        return [
          ...new Set(
            owedThen.filter(({ clause }) => clause.startsWith('21.')).map((one) => `${one.clause} ${one.does}`),
          ),
        ].sort();
      };
      const unchanged = `21.1 ${quarterly.does}`;
      expect(names(inserted)).toEqual([unchanged, '21.2 reports each month']);
      const sooner = version(3, '2027-06-20T04:00:00.000Z', monthly, { ...quarterly, every: 'P1M' });
      expect(names(inserted, sooner)).toEqual([unchanged, '21.2 reports each month']);
      const another = { ...monthly, does: 'calls a meeting' };
      const replaced = version(3, '2027-06-20T04:00:00.000Z', another, quarterly);
      expect(names(inserted, replaced)).toEqual([unchanged, '21.3 calls a meeting']);
    });

    it('is a reminder 30, 7 and 0 days before a day, and that it is late the day after, once', () => {
      expect(owed('2027-01-29T00:00:00Z')).toEqual([]);
      expect(owed('2027-01-30T00:00:00Z')).toEqual([['RemindOfObligation', '2.1 2027-03-01', 30]]);
      const after = '2027-03-02T00:00:00Z';
      const late = { clause: '2.1', owner: 'kz-police', due: '2027-03-01' };
      const quarterly = ['NoteObligationLate', '21.1 2027-02-23'];
      expect(owed(after)).toEqual([quarterly, ['NoteObligationLate', '2.1 2027-03-01']]);
      const told = evolve(obliged, {
        type: 'MouObligationLate',
        data: { instrumentId: 'mou', by: BY, at: after, ...late },
      });
      expect(owed(after, told as Known)).toEqual([quarterly]);
    });

    it('is nothing more of what was done, and the next period comes', () => {
      const data = { instrumentId: 'mou', by: BY, at: '2027-02-20T00:00:00Z', evidence: 'the report', late: false };
      const done = { clause: '21.1', owner: 'kz-police', due: '2027-02-23' };
      const kept = evolve(obliged, { type: 'MouObligationDone', data: { ...data, ...done } }) as Known;
      expect(owed('2027-02-24T00:00:00Z', kept)).toEqual([['RemindOfObligation', '2.1 2027-03-01', 7]]);
      expect(owed('2027-05-20T00:00:00Z', kept)).toContainEqual(['RemindOfObligation', '21.1 2027-05-23', 7]);
    });

    it('is a day that follows an event, once somebody says that it came', () => {
      const data = { instrumentId: 'mou', by: BY, at: '2026-12-01T20:00:00Z', owner: 'kz-police', clause: '20.1' };
      const arose = { ...data, happenedAt: '2026-12-01T18:00:00.000Z', due: '2026-12-04' };
      const told = evolve(obliged, { type: 'MouObligationArose', data: arose }) as Known;
      expect(owed('2026-12-02T00:00:00Z')).toEqual([]);
      expect(owed('2026-12-02T00:00:00Z', told)).toEqual([['RemindOfObligation', '20.1 2026-12-04', 7]]);
      expect(owed('2026-12-04T19:00:00Z', told)).toEqual([['NoteObligationLate', '20.1 2026-12-04']]);
    });

    it('follows what is seen without: a suspension for whoever suspended, the end for everybody, also after it', () => {
      const after = (words: string, within: string, party = 'kz-police') => ({
        ...said,
        owner: { party, post: 'head' },
        within,
        after: words,
      });
      const clauses = [
        {
          clause: 25,
          obligations: ['kz-police', 'kz-prison-service'].map((one) => after('it suspends', 'PT24H', one)),
        },
        { clause: 27, obligations: [after('the instrument ends', 'P90D')] },
      ];
      const { scope, ...rest } = {
        scope: { kind: 'all' as const },
        reason: 'review',
        freezePriorCopies: false,
        signed: null,
      };
      const by = { agency: 'kz-police', person: 'si' };
      const ground = { noticeId: null, decisionId: null };
      const events: InstrumentEvent[] = [
        { type: 'MouSuspended', data: { instrumentId: 'mou', by, at: T1, suspensionId: 's', scope, ...rest } },
        {
          type: 'MouTerminated',
          data: { instrumentId: 'mou', by, at: '2026-11-24T09:00:00.000Z', reason: 'over', ...ground },
        },
      ];
      const bound: Known = { ...standing, agreed: [{ ...last!, document: { ...document, clauses } }] };
      const ended = events.reduce<Instrument>(evolve, bound) as Known;
      const days = owedUntil(ended, '2027-12-31').map(({ clause, owner: of, due }) => `${clause} ${of} ${due}`);
      expect(days).toEqual(['25.1 kz-police 2026-11-24', '27.1 kz-police 2027-02-22']);
      expect(owed('2027-02-23T00:00:00Z', ended)).toContainEqual(['NoteObligationLate', '27.1 2027-02-22']);
    });

    it('is read from the clauses of each memorandum of the repository', () => {
      const clauses = memorandum().clauses!;
      const all = clauses.flatMap(({ obligations = [] }) => obligations);
      const dated = all.filter(({ due, every }) => due ?? every).length;
      const real: Known = { ...standing, agreed: [{ ...last!, document: { ...document, clauses } }] };
      const each = new Set(owedUntil(real, '2027-12-31').map(({ clause }) => clause));
      expect([each.size, dated]).toEqual([dated, dated]);
      expect(dated).toBeGreaterThan(10);
    });
  });
});
