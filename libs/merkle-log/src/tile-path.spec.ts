import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts';
import { encodeTilePath, parseTilePath } from './tile-path.ts';

describe('tile paths', () => {
  it.each([
    [{ kind: 'tile', level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ kind: 'tile', level: 1, index: 1_234_067, width: 256 }, 'tile/1/x001/x234/067'],
    [{ kind: 'tile', level: 63, index: 67, width: 1 }, 'tile/63/067.p/1'],
    [{ kind: 'entries', index: 1_067, width: 255 }, 'tile/entries/x001/067.p/255'],
  ] as const)('%j is %s', (resource, path) => {
    expect(encodeTilePath(resource)).toBe(path);
    expect(parseTilePath(path)).toEqual(resource);
  });

  it('reads back what it writes', () => {
    const width = fc.integer({ min: 1, max: 256 });
    const resource = fc.oneof(
      fc.record({ kind: fc.constant('tile' as const), level: fc.nat(63), index: fc.maxSafeNat(), width }),
      fc.record({ kind: fc.constant('entries' as const), index: fc.maxSafeNat(), width }),
    );
    fc.assert(fc.property(resource, (r) => expect(parseTilePath(encodeTilePath(r))).toEqual(r)));
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/001/067',
    'tile/0/x000/067',
    'tile/0/x001/x067',
    '/tile/0/000',
    'tile/0/000/',
    'tile/-1/000',
    'tile/0/000.p',
    'tile/8/0/000',
    'tile/data/000',
    '',
    'tile/0/../000',
    `tile/0/${'x999/'.repeat(9)}999`,
  ])('%s is not a path', (path) => expect(parseTilePath(path)).toBeNull());
});

describe('entry bundles', () => {
  it('hold each entry after its length', () => {
    expect(encodeEntryBundle([Uint8Array.of(7, 8), Uint8Array.of()])).toEqual(Uint8Array.of(0, 2, 7, 8, 0, 0));
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (list) =>
        expect(decodeEntryBundle(encodeEntryBundle(list))).toEqual(list),
      ),
    );
  });

  it('are refused when they end inside an entry', () => {
    expect(() => decodeEntryBundle(Uint8Array.of(0))).toThrow(RangeError);
    expect(() => decodeEntryBundle(Uint8Array.of(0, 2, 7))).toThrow(RangeError);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});

it.each(['tile/0/000.p/257', 'tile/0/000.p/999', 'tile/entries/000.p/300', 'tile/entries/000.p/0', 'tile/99/000'])(
  '%s is no path of a tile that there can be',
  (path) => expect(parseTilePath(path)).toBeNull(),
);

describe('what a bundle holds', () => {
  it('may be an entry as long as its length can say', () => {
    const long = new Uint8Array(65_535).fill(7);
    const bundle = encodeEntryBundle([long, Uint8Array.of(1)]);
    expect(Array.from(bundle.subarray(0, 3))).toEqual([255, 255, 7]);
    expect(decodeEntryBundle(bundle).map(({ length }) => length)).toEqual([65_535, 1]);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(
      new RangeError('an entry of a bundle has at most 65,535 bytes'),
    );
  });

  it.each([[[5]], [[0, 1]], [[0, 0, 0]], [[0, 1, 7, 0, 2, 7]]])('ends nowhere inside an entry: %j', (bytes) =>
    expect(() => decodeEntryBundle(Uint8Array.from(bytes))).toThrow(new RangeError('the bundle ends inside an entry')),
  );

  it('is read from where it lies in other bytes', () =>
    expect(decodeEntryBundle(Uint8Array.of(9, 0, 1, 7, 9).subarray(1, 4))).toEqual([Uint8Array.of(7)]));
});
