// The judge of histories first sees each anomaly it is for, planted by hand; and nothing in a history that is merely concurrent.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anomaliesOf } from './anomalies.ts';
import type { AnomalyKind, Appended, History } from './history.ts';

const appended = (
  [begun, ended]: [number, number],
  parts: Record<string, [number, ...string[]]>,
  outcome: Appended['outcome'] = 'committed',
): Appended => ({
  begun,
  ended,
  outcome,
  parts: Object.entries(parts).map(([stream, [expected, ...values]]) => ({ stream, expected, values })),
});

/** a; then b and c together; then d in both streams at once; e is not known to have happened, and did; f failed. */
const sound = (): History => ({
  appends: [
    appended([0, 1], { x: [0, 'a'] }),
    appended([2, 5], { x: [1, 'b', 'c'] }),
    appended([6, 8], { x: [3, 'd1'], y: [0, 'd2'] }),
    appended([9, 12], { y: [1, 'e'] }, 'unknown'),
    appended([9, 10], { x: [3, 'f'] }, 'failed'),
  ],
  reads: [
    { begun: 1.5, ended: 1.8, stream: 'x', values: ['a'] },
    { begun: 4, ended: 4.5, stream: 'x', values: ['a', 'b', 'c'] },
    { begun: 9, ended: 9.5, stream: 'x', values: ['a', 'b', 'c', 'd1'] },
    { begun: 11, ended: 11.5, stream: 'y', values: ['d2'] },
  ],
  readers: [{ name: 'reader 1', values: ['a', 'b', 'c', 'd1', 'd2', 'e'] }],
  streams: { x: ['a', 'b', 'c', 'd1'], y: ['d2', 'e'] },
  all: ['a', 'b', 'c', 'd1', 'd2', 'e'],
});

describe('a history', () => {
  it('that is merely concurrent has no anomaly', () => expect(anomaliesOf(sound())).toEqual([]));

  it.each<[string, (history: History) => unknown, AnomalyKind]>([
    [
      'lost an append that was acknowledged',
      (h) => ((h.streams['y'] = ['e']), (h.all = h.all.filter((value) => value !== 'd2'))),
      'lost',
    ],
    ['has a value twice', (h) => h.streams['y']!.push('e'), 'twice'],
    ['has a value that nobody appended', (h) => h.streams['y']!.push('z'), 'invented'],
    [
      'shows what failed (G1a)',
      (h) => h.reads.push({ begun: 10, ended: 11, stream: 'x', values: ['f'] }),
      'aborted read',
    ],
    ['shows half of a transaction (G1b)', (h) => (h.reads[1]!.values = ['a', 'b']), 'torn'],
    ['keeps half of a transaction that is not known', (h) => h.appends[3]!.parts[0]!.values.push('g'), 'torn'],
    ['has a transaction in two pieces', (h) => (h.all = ['a', 'b', 'd1', 'c', 'd2', 'e']), 'torn'],
    [
      'took two appends for one place (lost update)',
      (h) => (
        h.appends.push(appended([2, 6], { x: [1, 'w'] })),
        (h.streams['x'] = ['a', 'b', 'c', 'd1', 'w']),
        h.all.push('w')
      ),
      'lost update',
    ],
    ['reads what is older than what had ended', (h) => (h.reads[2]!.values = ['a', 'b', 'c']), 'stale read'],
    [
      'reads less than was read before',
      (h) => h.reads.push({ begun: 4.6, ended: 4.8, stream: 'x', values: ['a'] }),
      'stale read',
    ],
    ['was read in another order', (h) => (h.reads[1]!.values = ['b', 'a', 'c']), 'reordered'],
    ['has a stream against the whole store', (h) => (h.all = ['b', 'c', 'a', 'd1', 'd2', 'e']), 'reordered'],
    ['was followed in another order', (h) => (h.readers[0]!.values = ['b', 'c', 'a', 'd1', 'd2', 'e']), 'reordered'],
    ['was followed past an event', (h) => (h.readers[0]!.values = ['a', 'b', 'c', 'd2', 'e']), 'skipped'],
    ['was read past an event by everybody', (h) => (h.all = ['b', 'c', 'd1', 'd2', 'e']), 'skipped'],
    [
      'has a later transaction before an earlier one',
      (h) => (
        h.appends.push(appended([20, 21], { z: [0, 'late'] })),
        (h.streams['z'] = ['late']),
        (h.all = ['late', ...h.all]),
        (h.readers[0]!.values = ['late', ...h.readers[0]!.values])
      ),
      'against time',
    ],
  ])('that %s is named so', (_what, plant, kind) => {
    const history = sound();
    plant(history);
    expect(anomaliesOf(history).map((anomaly) => anomaly.kind)).toContain(kind);
  });

  it('of one append after the other, some of them failed or not known, has none, whatever was read in between', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: 1, max: 3 }), fc.nat(9)), {
          maxLength: 40,
        }),
        (steps) => expect(anomaliesOf(serial(steps))).toEqual([]),
      ),
    ));
});

/** A store that does one thing at a time. Luck 0: the append fails; 1 and 2: nobody hears what came of it. */
const serial = (steps: [string, number, number][]): History => {
  const history: History = { appends: [], reads: [], readers: [], streams: {}, all: [] };
  for (const [n, [stream, size, luck]] of steps.entries()) {
    const before = (history.streams[stream] ??= []);
    const values = Array.from({ length: size }, (_, i) => `${n}.${i}`);
    const outcome = luck === 0 ? 'failed' : luck < 3 ? 'unknown' : 'committed';
    history.appends.push(appended([n, n + 0.4], { [stream]: [before.length, ...values] }, outcome));
    if (luck > 1) {
      before.push(...values);
      history.all.push(...values);
    }
    history.reads.push({ begun: n + 0.5, ended: n + 0.6, stream, values: [...before] });
  }
  return { ...history, readers: [{ name: 'a reader', values: [...history.all] }] };
};
