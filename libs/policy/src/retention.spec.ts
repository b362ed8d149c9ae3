// Clause 12: for how long. The periods of a flow rule what is published, sent, opened and listed, whatever days the item itself has.
import { describe, expect, it } from '@jest/globals';
import { decisionPoint } from './decision-point.ts';
import { asked, bundleWith, memorandum, products } from './question.fixture.ts';
import type { ItemFacts, Question, QuestionKind } from './question.ts';

const AGREED = 'retain: { review: P12M, destroy: P5Y }';
const retaining = (review: string, destroy: string) =>
  memorandum([[AGREED, `retain: { review: ${review}, destroy: ${destroy} }`]]);
const under = (review: string, destroy: string) =>
  decisionPoint(bundleWith({ state: 'IN_FORCE', compiled: retaining(review, destroy) }), products);

/** Of an alert published on the morning of 20 November 2026 in Almaty, the year's last day of term being far. */
const at = (now: string, item: Partial<ItemFacts> = {}, rest: Partial<Question['request']> = {}): Question =>
  asked({
    now,
    item: { reviewBy: '2035-01-01', ...item },
    request: rest,
    caller: { training: [{ course: 'handling-intelligence', until: '2035-01-01T00:00:00Z' }] },
  });

const said = (point: ReturnType<typeof under>, q: Question) => {
  const { effect, reason } = point.decide(q);
  return effect === 'PERMIT_REDACTED' ? 'shown' : reason;
};

const LAPSED = 'RETENTION_LAPSED';

describe('the period after which an item is destroyed', () => {
  const point = under('P6M', 'P1Y');

  it('ends with its last day, as days are counted in the zone of the instrument', () => {
    expect(said(point, at('2027-11-20T18:59:59Z'))).toBe('shown');
    expect(said(point, at('2027-11-20T19:00:00Z'))).toBe(LAPSED);
    const lateInTheEvening = { publishedAt: '2026-11-20T19:30:00Z' };
    expect(said(point, at('2027-11-21T18:59:59Z', lateInTheEvening))).toBe('shown');
    expect(said(point, at('2027-11-21T19:00:00Z', lateInTheEvening))).toBe(LAPSED);
  });

  it('is counted by the calendar: what was published on the last day of a month ends with a shorter one', () => {
    const months = under('P6M', 'P3M');
    const published = { publishedAt: '2026-11-30T06:00:00Z' };
    expect(said(months, at('2027-02-28T06:00:00Z', published))).toBe('shown');
    expect(said(months, at('2027-03-01T06:00:00Z', published))).toBe(LAPSED);
  });

  it.each<QuestionKind>(['publish', 'deliver', 'open', 'list', 'search', 'export', 'onward'])(
    'rules the question "%s"',
    (question) => {
      const bus = ['publish', 'deliver'].includes(question) ? { path: 'bus' } : {};
      const q = (now: string) =>
        at(now, {}, { question, ...bus, ...(question === 'onward' && { approvals: [CONSENT] }) });
      expect(point.decide(q('2027-11-20T09:00:00Z')).effect).toBe('PERMIT_REDACTED');
      expect(point.decide(q('2027-11-21T09:00:00Z'))).toMatchObject({ effect: 'DENY', reasonsInOrder: [LAPSED] });
    },
  );

  it('is that of the text: the reason names its clause and its words', () => {
    const { clauses, obligations } = point.decide(at('2027-11-21T09:00:00Z'));
    expect(clauses[0]).toEqual({
      rule: 'kz-prisons-police@1/1 retention',
      clause: 'Article 5: retention; destroyed 1 year after publication',
      reason: LAPSED,
    });
    expect(obligations).toEqual(['ERASE_AFTER_GRACE_30D', 'RESTRICT', 'REVIEW_TASK']);
  });

  it('that runs from an end nobody has said yet has no rule', () => {
    expect(said(under('P6M', 'END_OF_REFERRAL+P1D'), at('2028-11-21T09:00:00Z'))).toBe('shown');
  });
});

const CONSENT = { kind: 'ORIGINATOR_CONSENT', agency: 'kz-prison-service', at: '2026-11-20T09:00:00Z' };

describe('the period after which an item is reviewed', () => {
  const point = under('P6M', 'P5Y');
  const [within, after] = ['2027-05-20T09:00:00Z', '2027-05-21T09:00:00Z'];

  it('holds where its originator names no day', () => {
    expect(said(point, at(within, { reviewBy: null }))).toBe('shown');
    expect(said(point, at(after, { reviewBy: null }))).toBe(LAPSED);
  });

  it('gives way to the day its originator names, sooner or later', () => {
    expect(said(point, at(after, { reviewBy: '2028-01-01' }))).toBe('shown');
    expect(said(point, at(within, { reviewBy: '2027-05-19' }))).toBe(LAPSED);
  });
});

describe('an amendment', () => {
  const history = [
    { version: 1, effectiveFrom: '2026-01-01T00:00:00Z', compiled: retaining('P12M', 'P5Y') },
    {
      version: 2,
      effectiveFrom: '2027-06-01T00:00:00Z',
      compiled: memorandum([
        ['version: 1', 'version: 2'],
        [AGREED, 'retain: { review: P12M, destroy: P6M }'],
      ]),
    },
  ];
  const amended = decisionPoint(bundleWith({ state: 'IN_FORCE', compiled: history[1]!.compiled, history }), products);

  it('that shortens the period holds at once for what is open, and not before', () => {
    expect(said(amended, at('2027-05-31T09:00:00Z'))).toBe('shown');
    expect(said(amended, at('2027-06-02T09:00:00Z'))).toBe(LAPSED);
  });

  it('that lengthens it gives what was published before no longer life', () => {
    const longer = history.map((one, place) => ({ ...one, compiled: history[1 - place]!.compiled }));
    const renumbered = longer.map(({ version, effectiveFrom }) => ({
      version,
      effectiveFrom,
      compiled: memorandum([
        ['version: 1', `version: ${version}`],
        [AGREED, `retain: { review: P12M, destroy: ${version === 1 ? 'P6M' : 'P5Y'} }`],
      ]),
    }));
    const point = decisionPoint(
      bundleWith({ state: 'IN_FORCE', compiled: renumbered[1]!.compiled, history: renumbered }),
      products,
    );
    expect(said(point, at('2027-06-02T09:00:00Z'))).toBe(LAPSED);
  });
});

it('says until when what leaves may be kept, by the strictest flow that rules', () => {
  expect(under('P6M', 'P1Y').decide(at('2026-11-23T09:00:00Z')).keeps).toEqual({
    reviewBy: '2027-05-20',
    destroyBy: '2027-11-20',
  });
  expect(under('P6M', 'END_OF_REFERRAL+P1D').decide(at('2026-11-23T09:00:00Z')).keeps?.destroyBy).toBeNull();
  expect(under('P6M', 'P1Y').decide(at('2028-11-23T09:00:00Z')).keeps).toBeNull();
});
