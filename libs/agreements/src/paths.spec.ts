// Paths of a payload, exact and of its shape.
import { describe, expect, it } from '@jest/globals';
import { disclose } from './disclose.ts';
import { covers, isFieldName, leaves, project, shapeOf } from './paths.ts';

it.each([
  ['name', true],
  ['a1B2', true],
  ['', false],
  ['1a', false],
  ['_a', false],
  ['a.b', false],
  ['a b', false],
  ['a-b', false],
  ['a[0]', false],
  ['ж', false],
  ['name\n', false],
])('%j as the name of a field: %s', (key, is) => expect(isFieldName(key)).toBe(is));

it.each([
  ['name', 'name'],
  ['subjects[0].aliases[12]', 'subjects[].aliases[]'],
  ['subjects[].name', 'subjects[].name'],
])('%s is of the shape %s', (path, shape) => expect(shapeOf(path)).toBe(shape));

describe('the leaves of a payload', () => {
  it('stand in its order, each with its place', () =>
    expect(leaves({ b: 1, a: { x: null, y: [false, { z: '' }] }, none: [], nothing: {} })).toEqual([
      ['b', 1],
      ['a.x', null],
      ['a.y[0]', false],
      ['a.y[1].z', ''],
    ]));

  it('are none of what is no object, and start below what is given', () => {
    expect([leaves('x'), leaves(null), leaves([]), leaves({})]).toEqual([[], [], [], []]);
    expect(leaves('x', 'at')).toEqual([['at', 'x']]);
    expect(leaves({ a: [1] }, 'at')).toEqual([['at.a[0]', 1]]);
    expect(leaves([1, { a: 2 }])).toEqual([
      ['[0]', 1],
      ['[1].a', 2],
    ]);
  });

  it('are none under a key that is no name', () => expect(leaves({ 'a.b': 1, '': 2, 'x y': { z: 3 } })).toEqual([]));
});

it.each([
  ['a', 'a', true],
  ['a', 'a.b', true],
  ['a', 'a[0].b', true],
  ['a', 'a[].b', true],
  ['a', 'ab', false],
  ['a.b', 'a', false],
  ['b', 'a.b', false],
  ['a[].b', 'a[].b', true],
  ['a[].b', 'a[7].b.c', true],
  ['a[].b', 'a[7].c', false],
  ['a[1].b', 'a[1].b', true],
  ['a[1].b', 'a[2].b', false],
  ['a[1].b[]', 'a[2].b[3]', true],
])('%s covers %s: %s', (written, leaf, does) => expect(covers(written, leaf)).toBe(does));

it('a list of paths is projected to leaves, each once, by their names', () => {
  const fields = ['c', 'a.y', 'a.x', 'b[].z'];
  expect(project(['b', 'a', 'a.x'], fields)).toEqual(['a.x', 'a.y', 'b[].z']);
  expect([project([], fields), project(['d'], fields), project(['a'], [])]).toEqual([[], [], []]);
});

describe('what is disclosed', () => {
  const payload = { count: 3, list: [1, 2, { a: 4 }], name: 'x' };

  it('may be another number than the true one, of what is named alone', () => {
    expect(disclose(payload, ['count', 'list[2].a'], { count: 10, name: 7, 'list[2].a': 0 })).toEqual({
      count: 10,
      list: [{ a: 0 }],
    });
    expect(disclose(payload, ['count'], null)).toEqual({ count: 3 });
  });

  it('is of a list what is named of it, and nothing where nothing is', () => {
    expect(disclose([1, 2, [3]], ['[1]', '[2][0]'])).toEqual([2, [3]]);
    expect([disclose(payload, []), disclose([], ['[0]']), disclose('x', ['x'])]).toEqual([{}, {}, {}]);
  });
});
