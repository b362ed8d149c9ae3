// A bundle made ready to be asked: its instruments as it has them, in the order of their kinds, with their versions in order.
import { describe, expect, it } from '@jest/globals';
import type { BundleInstrument, PartialSuspension } from './bundle.ts';
import { readyBundle } from './instruments.ts';
import { bundleWith, memorandum } from './question.fixture.ts';
import { PolicyFault } from './rule-set.ts';

const compiled = memorandum();

describe('a bundle made ready', () => {
  const instrument = (change: Partial<BundleInstrument> = {}): BundleInstrument => ({
    state: 'IN_FORCE',
    compiled,
    ...change,
  });

  it('has each instrument as it is in the bundle, and those held out as not verified', () => {
    const suspensions: PartialSuspension[] = [
      { by: 'kz-police', freezePriorCopies: true, scope: { kind: 'party', party: 'kz-police' } },
    ];
    const suspension = { by: 'kz-police', freezePriorCopies: true };
    const found = readyBundle(
      bundleWith(instrument({ state: 'SUSPENDED', suspension, suspensions })),
      [],
      [instrument()],
    );
    expect(found.instruments).toMatchObject([
      {
        id: compiled.id,
        rank: 1,
        kind: 'agreement',
        state: 'SUSPENDED',
        verified: true,
        freezePriorCopies: true,
        suspensions,
      },
    ]);
    expect(found.heldOut).toMatchObject([{ verified: false, freezePriorCopies: false, suspensions: [], versions: [] }]);
    expect([found.base.rules.size, found.instruments[0]!.rules.rules.size > 0]).toEqual([0, true]);
  });

  it('asks statutes before agreements, and vital interest after them', () => {
    const kinds = ['statute', 'agreement', 'internal-instruction', 'vital-interest', 'custom'];
    const all = kinds.map((kind) => instrument({ compiled: { ...compiled, id: kind, instrument: kind as 'statute' } }));
    expect(readyBundle(bundleWith(...all), []).instruments.map(({ rank }) => rank)).toEqual([0, 1, 1, 2, 9]);
  });

  it('has the versions in their order, whatever order they came in', () => {
    const entries = [2, 1].map((version) => ({
      version,
      effectiveFrom: `2026-0${version}-01T00:00:00Z`,
      compiled: { ...compiled, version, cedar: compiled.cedar.replaceAll('@id("', `@id("${version} `) },
    }));
    const found = readyBundle(bundleWith(instrument({ compiled: entries[0]!.compiled, history: entries })), []);
    expect(found.instruments[0]!.versions.map(({ version, effectiveFrom }) => [version, effectiveFrom])).toEqual([
      [1, Date.parse('2026-01-01T00:00:00Z')],
      [2, Date.parse('2026-02-01T00:00:00Z')],
    ]);
  });

  it('is none where an instrument stands in it twice', () =>
    expect(() => readyBundle(bundleWith(instrument(), instrument()), [])).toThrow(
      new PolicyFault('an instrument stands twice in the bundle'),
    ));
});
