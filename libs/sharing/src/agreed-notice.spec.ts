// Of several instruments, and of several versions of one, the strictest: pure.
import type { CompiledInstrument } from '@gatehouse/agreements';
import type { Bundle, BundleInstrument } from '@gatehouse/policy';
import { describe, expect, it } from '@jest/globals';
import { agreedOf, groundsNamed, versionsCited } from './agreed-notice.ts';

const NOW = new Date('2026-11-23T09:00:00Z');

const version = (number: number, acknowledgeWithin: string, whileOpen = 'hold-new-items', id = 'one') =>
  ({ id, version: number, clauses: [{ clause: 15, rule: { acknowledgeWithin, whileOpen } }] }) as CompiledInstrument;
const without = { id: 'none', version: 1 } as CompiledInstrument;

describe('the versions that count', () => {
  const versions = [version(1, 'PT6H'), version(2, 'PT48H'), version(3, 'PT12H'), version(4, 'PT1H')];
  const begun = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-12-01'];
  const history = versions.map((compiled, n) => ({ version: n + 1, effectiveFrom: `${begun[n]}T00:00:00Z`, compiled }));
  const one = { state: 'SUSPENDED', compiled: versions[2], history } as BundleInstrument;
  const other = { state: 'IN_FORCE', compiled: version(7, 'P1D', 'remind', 'other') } as BundleInstrument;
  const bundle = { instruments: [one, other] } as Bundle;
  const numbers = (agreements: string[]) =>
    versionsCited(bundle, agreements, NOW).map((at) => `${at.id}@${at.version}`);

  it('are those from the one it was got under to the one in force, of what was cited alone', () => {
    expect(numbers(['one@2'])).toEqual(['one@2', 'one@3']);
    expect(numbers(['one@2', 'one@3', 'other@7'])).toEqual(['one@2', 'one@3', 'other@7']);
    expect(numbers(['wound-down@1'])).toEqual([]);
  });
});

describe('of several instruments', () => {
  it('the shortest period holds, and new items wait where one of them says so', () => {
    const both = [version(1, 'P2D', 'remind'), version(1, 'PT72H')];
    expect(agreedOf(both, 'correction')).toEqual({ within: 'P2D', keepsBack: true });
    expect(agreedOf(both.slice(0, 1), 'correction')).toEqual({ within: 'P2D', keepsBack: false });
  });

  it('one without the clause says nothing, and without any it stays as it was', () => {
    expect(agreedOf([without, version(1, 'PT24H', 'remind')], 'correction')).toMatchObject({ within: 'PT24H' });
    expect(agreedOf([without], 'correction')).toEqual({ within: null, keepsBack: true });
    expect(agreedOf([version(1, 'PT24H', 'remind')], 'withdrawal')).toEqual({ within: null, keepsBack: true });
  });
});

describe('the grounds on which something is taken back', () => {
  const naming = (...grounds: string[]) => ({ clauses: [{ clause: 16, rule: { grounds } }] }) as CompiledInstrument;

  it('are those of any holder: what one text does not know is still taken back from the others', () => {
    const both = [naming('ERROR', 'UNLAWFUL'), naming('SOURCE_RISK', 'ERROR')];
    expect(groundsNamed(both)?.toSorted()).toEqual(['ERROR', 'SOURCE_RISK', 'UNLAWFUL']);
  });

  it('are limited by nobody where somebody holds it under a text without the clause, or nobody holds it', () => {
    expect(groundsNamed([naming('ERROR'), without])).toBeNull();
    expect(groundsNamed([])).toBeNull();
  });
});
