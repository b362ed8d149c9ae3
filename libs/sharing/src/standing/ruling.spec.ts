// What changes an answer is noticed, what does not is not; and nothing a change named is forgotten when another overtakes it.
import type { Bundle, BundleInstrument } from '@gatehouse/policy';
import { describe, expect, it } from '@jest/globals';
import { instrument } from '../two-agencies.fixture.ts';
import { RULES, rulingsOf, touchedBy, type Rulings } from './ruling.ts';

const NOW = '2026-11-23T09:00:00Z';
const ALERT = 'prison-intelligence.intelligence-alert.v1';
const compiled = instrument('kz-prisons-police');
const corrections = instrument('kz-corrections');
const second = instrument('kz-prisons-police', [['version: 1\n', 'version: 2\n']]);

const bundleOf = (one: Partial<BundleInstrument>, version = 1): Bundle => ({
  version,
  issuedAt: NOW,
  maxAgeSeconds: 900,
  instruments: [
    { state: 'IN_FORCE', compiled, ...one },
    { state: 'IN_FORCE', compiled: corrections },
  ],
  parties: [],
});
const rulings = (one: Partial<BundleInstrument> = {}, now = NOW, version = 1): Rulings =>
  rulingsOf(bundleOf(one, version), now, 'rules');
const before = rulings();

describe('what rules', () => {
  it('is the same under a newer bundle that says the same, on another day of the term', () =>
    expect(touchedBy(before, rulings({}, '2027-01-10T00:00:00Z', 7), [])).toBeNull());

  it.each<[string, Rulings]>([
    ['a suspension', rulings({ state: 'SUSPENDED', suspension: { by: 'kz-police', freezePriorCopies: false } })],
    [
      'a suspension of a party',
      rulings({
        suspensions: [{ by: 'kz-police', freezePriorCopies: false, scope: { kind: 'party', party: 'kz-police' } }],
      }),
    ],
    ['an end', rulings({ state: 'TERMINATED' })],
    ['an amendment in effect', rulings({ compiled: second, history: versions(NOW) })],
    ['the end of its term by the clock', rulings({}, '2029-01-01T00:00:00Z')],
  ])('is another one after %s, for the products it names alone', (_, now) => {
    const touched = touchedBy(before, now, []);
    expect(touched?.instruments).toContain('kz-prisons-police');
    expect(touched?.products).toContain(ALERT);
  });

  it('changes with an amendment when that takes effect, and not before', () => {
    const ahead = { compiled: second, history: versions('2026-12-01T00:00:00Z') };
    expect(touchedBy(before, rulings(ahead), [])).toBeNull();
    expect(touchedBy(before, rulings(ahead, '2026-12-01T00:00:00Z'), [])?.instruments).toEqual(['kz-prisons-police']);
  });

  it('touches what an instrument named that is no longer there', () => {
    const { 'kz-prisons-police': _gone, ...rest } = before;
    expect(touchedBy(before, rest, [])?.products).toContain(ALERT);
  });

  it('touches everything where the rules beside the bundle changed, and where nothing was ever decided again', () => {
    const otherRules = { ...before, [RULES]: { terms: 'others', products: [] } };
    expect(touchedBy(before, otherRules, [])).toEqual({ instruments: [RULES], products: null });
    expect(touchedBy(null, before, [])?.products).toBeNull();
  });

  it('touches what an overtaken change named, also when all is as it was before that', () => {
    const overtaken = { instruments: ['kz-prisons-police'], products: [ALERT] };
    expect(touchedBy(before, before, [overtaken])).toEqual(overtaken);
    expect(touchedBy(before, before, [{ ...overtaken, products: null }])?.products).toBeNull();
  });
});

function versions(effectiveFrom: string): BundleInstrument['history'] {
  return [
    { version: 1, effectiveFrom: '2026-01-01T00:00:00Z', compiled },
    { version: 2, effectiveFrom, compiled: second },
  ];
}
