import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disclose } from './disclose.ts';
import { covers, leaves, project, shapeOf } from './paths.ts';

const payload = {
  alertId: 'AL-1',
  subjects: [
    { ref: 'S1', name: 'One', aliases: ['Uno'] },
    { ref: 'S2', name: 'Two', aliases: [] },
  ],
  whoAtRisk: { name: 'Three' },
  nothing: null,
};

describe('disclose', () => {
  it('gives the leaves named and no others', () => {
    expect(disclose(payload, ['alertId', 'subjects[0].name'])).toEqual({
      alertId: 'AL-1',
      subjects: [{ name: 'One' }],
    });
  });

  it('closes lists up, so that what is withheld leaves no hole', () => {
    expect(disclose(payload, ['subjects[1].name'])).toEqual({ subjects: [{ name: 'Two' }] });
  });

  it('adds nothing for a path that is no leaf', () => {
    expect(disclose(payload, ['subjects', 'subjects[9].name', 'whoAtRisk', 'toString', '__proto__'])).toEqual({});
  });

  it('keeps a null that is named', () => {
    expect(disclose(payload, ['nothing'])).toEqual({ nothing: null });
  });

  it('never shows a key that cannot stand in a path', () => {
    const strange = JSON.parse('{"a.b": "secret", "a": {"b": "named"}, "__proto__": {"c": "secret"}}') as object;
    expect(disclose(strange, ['a.b', '__proto__.c'])).toEqual({ a: { b: 'named' } });
  });
});

const key = fc.constantFrom('a', 'b', 'c', 'name', 'text');
const { record } = fc.letrec<{ record: object; value: unknown }>((tie) => ({
  record: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  value: fc.oneof({ maxDepth: 4 }, fc.uuid(), tie('record'), fc.array(tie('value'), { maxLength: 3 })),
}));
/** A payload whose leaves are all different, and some of its leaf paths. */
const choice = record.chain((value) => {
  const paths = leaves(value).map(([path]) => path);
  return fc.tuple(fc.constant(value), fc.subarray(paths));
});

describe('for any payload', () => {
  it('shows the values of all leaves named, and nothing else', () => {
    fc.assert(
      fc.property(choice, ([value, named]) => {
        const shown = leaves(disclose(value, named)).map(([, leaf]) => leaf);
        const expected = leaves(value).flatMap(([path, leaf]) => (named.includes(path) ? [leaf] : []));
        expect(shown).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the shape path of each leaf it shows', () => {
    fc.assert(
      fc.property(choice, ([value, named]) => {
        const shapes = new Set(leaves(disclose(value, named)).map(([path]) => shapeOf(path)));
        expect(shapes).toEqual(new Set(named.map(shapeOf)));
      }),
    );
  });

  it('shows the whole when every leaf is named, less what is empty, and changes nothing', () => {
    fc.assert(
      fc.property(record, (value) => {
        const before = JSON.stringify(value);
        const all = leaves(value);
        expect(
          leaves(
            disclose(
              value,
              all.map(([path]) => path),
            ),
          ).map(([, leaf]) => leaf),
        ).toEqual(all.map(([, leaf]) => leaf));
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});

describe('a written path', () => {
  it.each([
    ['subjects[].name', 'subjects[3].name', true],
    ['subjects', 'subjects[3].name', true],
    ['paragraphs[].grade', 'paragraphs[0].grade.scale', true],
    ['paragraphs[].grade', 'paragraphs[0].graded', false],
    ['paragraphs[1].text', 'paragraphs[1].text', true],
    ['paragraphs[1].text', 'paragraphs[11].text', false],
    ['name', 'names', false],
    ['subjects[].name', 'subjects', false],
  ])('%s covers %s: %s', (written, leaf, expected) => expect(covers(written, leaf)).toBe(expected));

  it('projects to the leaf shapes of the product', () => {
    expect(project(['subjects', 'type'], ['type', 'subjects[].ref', 'subjects[].name', 'typed'])).toEqual([
      'subjects[].name',
      'subjects[].ref',
      'type',
    ]);
  });
});
