// Reading the text of an instrument: where everything stands, and what is refused before anything is built.
import { describe, expect, it } from '@jest/globals';
import { MAX_BYTES, noPositions, pointerOf, readDocument, type Path, type Positions } from './document.ts';

const read = (source: string): { document: unknown; positions: Positions } => {
  const result = readDocument(source);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result;
};
const errors = (source: string) => {
  const result = readDocument(source);
  return 'errors' in result ? result.errors : [];
};

const TEXT = `id: a
term: { from: 2026-01-01, to: 2028-12-31 }
flows:
  - product: p
    fields: [x, y]
1: one
`;

describe('a text that is read', () => {
  it('is plain data, days as they are written', () =>
    expect(read(TEXT).document).toEqual({
      id: 'a',
      term: { from: '2026-01-01', to: '2028-12-31' },
      flows: [{ product: 'p', fields: ['x', 'y'] }],
      1: 'one',
    }));

  it.each([
    ['a value', ['id'], 1, 5],
    ['a value of a map in a line', ['term', 'to'], 2, 31],
    ['a list', ['flows'], 4, 3],
    ['an element', ['flows', 0, 'fields', 1], 5, 17],
    ['what is missing, at what it is missing in', ['flows', 0, 'fields', 7], 5, 13],
    ['what is missing far below', ['flows', 0, 'person', 'roles'], 4, 5],
    ['what is missing altogether', ['clauses'], 1, 1],
    ['the whole', [], 1, 1],
  ] as [string, Path, number, number][])('has a place for %s', (_what, path, line, column) =>
    expect(read(TEXT).positions.of(path)).toEqual({ line, column }),
  );

  it.each([
    ['at the head', ['term'], 2, 1],
    ['in a list', ['flows', 0, 'fields'], 5, 5],
    ['that is missing, where its map stands', ['flows', 0, 'purposes'], 4, 5],
    ['that is no word, where its value stands', [1], 6, 4],
    ['of an element, which has none', ['flows', 0], 4, 5],
  ] as [string, Path, number, number][])('has a place for a key %s', (_what, path, line, column) =>
    expect(read(TEXT).positions.ofKey(path)).toEqual({ line, column }),
  );

  it('has the first place where it is empty', () => {
    expect(read('').document).toBeNull();
    expect([read('').positions.of([]), read('').positions.of(['a']), read('').positions.ofKey(['a'])]).toEqual(
      Array.from({ length: 3 }, () => ({ line: 1, column: 1 })),
    );
  });

  it('has no places where it came parsed', () =>
    expect([noPositions.of(['a']), noPositions.ofKey(['a'])]).toEqual([
      { line: 0, column: 0 },
      { line: 0, column: 0 },
    ]));
});

describe('a text that is refused', () => {
  const fault = (line: number, column: number, message: string, suggestion: string | null) => ({
    line,
    column,
    message: `${message} is not allowed in an instrument`,
    suggestion,
  });

  it('names each anchor, alias and tag with its place', () => {
    expect(errors('a: &x 1\nb: *x\n')).toEqual([
      fault(1, 7, 'an anchor', 'write the value out'),
      fault(2, 4, 'an alias', 'write the value out'),
    ]);
    expect(errors('a: 1\nb: !!str 2\n')).toEqual([fault(2, 10, 'a tag', 'write a plain value')]);
  });

  it('names its size when it has more bytes than are allowed, and not one less', () => {
    const bytes = (count: number): string => `#${'x'.repeat(count - 1)}`;
    expect(errors(bytes(MAX_BYTES))).toEqual([]);
    expect(errors(bytes(MAX_BYTES + 1))).toEqual([
      {
        line: 1,
        column: 1,
        message: 'the file has 262145 bytes; 262144 are allowed',
        suggestion: 'split the instrument',
      },
    ]);
    expect(errors(`#${'ж'.repeat(MAX_BYTES / 2)}`)).toHaveLength(1);
  });

  it.each([
    ['[', ']'],
    ['{ a: ', '}'],
  ])('goes down forty levels of %s and no further', (open, close) => {
    const nested = (levels: number): string => open.repeat(levels) + close.repeat(levels);
    expect(errors(nested(40))).toEqual([]);
    expect(errors(nested(41))).toEqual([
      { line: 1, column: 1, message: 'nested deeper than 40', suggestion: 'write it flat' },
    ]);
    expect(errors(`- ${open}${close}\n`.repeat(100))).toEqual([]);
  });

  it('is said by its lines', () => {
    expect(errors('a: 1\na: 2\n')).toEqual([
      { line: 2, column: 1, message: 'Map keys must be unique', suggestion: null },
    ]);
    expect(errors('a: 1\n---\nb: 2\n').length).toBeGreaterThan(0);
    expect(errors('a: 1\nb: %x\n')[0]?.line).toBe(2);
  });
});

it.each([
  [[], ''],
  [['flows', 0, 'fields'], '/flows/0/fields'],
  [['a/b', 'c~d', '~/~/'], '/a~1b/c~0d/~0~1~0~1'],
])('%j as a pointer is %j', (path, pointer) => expect(pointerOf(path)).toBe(pointer));
