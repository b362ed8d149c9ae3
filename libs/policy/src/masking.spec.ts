import { describe, expect, it } from '@jest/globals';
import { isFoundBy, namesAny, unitOf } from './masking.ts';
import { alert } from './question.fixture.ts';

const item = {
  ...alert,
  subjects: [
    { ref: 'P1', role: 'MAIN' as const },
    { ref: 'P2', role: 'OTHER' as const },
  ],
  payload: {
    subjects: [
      { ref: 'P1', name: 'Daniyar Omarov', aliases: ['Dan the Welder'] },
      { ref: 'P2', name: 'Yerlan Tastanov', aliases: ['Yera'] },
    ],
  },
};
const names = namesAny(item, ['P2']);

describe('a text names a masked person', () => {
  it.each([
    ['by name', 'Yerlan Tastanov nodded.'],
    ['by name in capitals and other spaces', 'YERLAN\u00a0 TASTANOV nodded.'],
    ['by alias', 'They call him Yera.'],
    ['by surname', 'Tastanov nodded.'],
    ['by a declined name', 'He spoke with Tastanovym.'],
    ['by reference', 'P2'],
  ])('%s', (_how, text) => expect(names(text)).toBe(true));

  it.each([
    ['somebody else', 'Daniyar Omarov nodded.'],
    ['a word that begins like a short alias', 'Yerassyl nodded.'],
    ['another reference', 'P21'],
    ['no text', 7],
  ])('not when it is %s', (_how, value) => expect(names(value)).toBe(false));

  it('not when nobody is masked', () => expect(namesAny(item, [])('Yerlan Tastanov')).toBe(false));
});

it('does not take a shared surname for the masked brother', () => {
  const brothers = structuredClone(item);
  brothers.payload.subjects[1] = { ref: 'P2', name: 'Askar Omarov', aliases: [] };
  const named = namesAny(brothers, ['P2']);
  expect([named('Daniyar Omarov'), named('Askar Omarov')]).toEqual([false, true]);
});

/** The item with other people in its payload; it is about P1 and P2 as before. */
const listing = (...subjects: unknown[]) => ({ ...item, payload: { subjects } });

describe('of the people an item lists', () => {
  it('each is who his reference says, wherever he stands', () => {
    const swapped = namesAny(listing({ ref: 'P2', name: 'Yerlan Tastanov' }, { ref: 'P1', name: 'Daniyar Omarov' }), [
      'P2',
    ]);
    expect([swapped('Yerlan Tastanov'), swapped('Daniyar Omarov')]).toEqual([true, false]);
  });

  it('those without a reference are who stands in their place, where every subject is listed', () => {
    const placed = namesAny(listing({ name: 'Daniyar Omarov' }, { name: 'Yerlan Tastanov' }), ['P2']);
    expect([placed('Daniyar Omarov'), placed('Yerlan Tastanov')]).toEqual([false, true]);
  });

  it('somebody who cannot be told from a masked person is treated as one', () => {
    const one = { ref: '', name: 'Daniyar Omarov' };
    for (const people of [[{ name: 'Daniyar Omarov' }], [one], [one, { ref: 'P1', name: 'Askar' }, { ref: 'P2' }]])
      expect(namesAny(listing(...people), ['P2'])('Daniyar Omarov')).toBe(true);
    expect(namesAny(listing({ name: 'Daniyar Omarov' }), [])('Daniyar Omarov')).toBe(false);
  });

  it.each([
    ['null', null],
    ['a text', 'Yerlan Tastanov'],
    ['nothing', undefined],
    ['a list that is none', { subjects: 'Yerlan Tastanov' }],
    ['a list of what is nobody', { subjects: [null, 'Yerlan Tastanov', 7] }],
    ['people without names', { subjects: [{ ref: 'P2' }, { ref: 'P2', name: 7, aliases: [null, ''] }] }],
  ])('nobody is named by a payload that is %s, and the reference still is', (_what, payload) => {
    const named = namesAny({ ...item, payload }, ['P2']);
    expect([named('Yerlan Tastanov'), named('On P2.'), named('')]).toEqual([false, true, false]);
  });
});

describe('a name as a word', () => {
  const hides = (name: string, aliases: string[], text: string) =>
    namesAny(listing({ ref: 'P1', name: 'Daniyar Omarov' }, { ref: 'P2', name, aliases }), ['P2'])(text);

  it.each<[what: string, name: string, aliases: string[], text: string, hidden: boolean]>([
    ['the last of three words is the surname', 'Yerlan Askaruly Tastanov', [], 'Tastanov nodded.', true],
    ['the one before is none', 'Yerlan Askaruly Tastanov', [], 'Askaruly nodded.', false],
    ['a surname of four letters counts', 'Aman Khan', [], 'Khan nodded.', true],
    ['one of three says too little', 'Aman Lee', [], 'Lee nodded.', false],
    ['the last word of an alias is no surname', 'Yerlan Tastanov', ['Dan the Welder'], 'A welder nodded.', false],
    ['five letters are found with an ending', 'Yerlan Tastanov', ['Askar'], 'He saw Askarom.', true],
    ['a name inside a word is none', 'Yerlan Tastanov', ['Askar'], 'In Zhaskarovo.', false],
    ['nor one behind a number', 'Yerlan Tastanov', ['Askar'], '7askar', false],
    ['an alias is no pattern', 'Yerlan Tastanov', ['Mr. A'], 'Mr? A. Mrs A. Mr.. A', false],
    ['what a pattern is made of is part of it', 'Yerlan Tastanov', ['The (old) *fox*?'], 'The (old) *fox*?', true],
    ['spaces are as good as one', 'Yerlan Tastanov', [' Dan  the \t Welder '], 'So Dan the  Welder.', true],
    ['letters of another width are the same', 'Ｙｅｒｌａｎ Ｔａｓｔａｎｏｖ', [], 'Yerlan Tastanov.', true],
    ['a name of spaces names nobody', '  ', [' '], 'Somebody, (somewhere).', false],
  ])('%s', (_what, name, aliases, text, hidden) => expect(hides(name, aliases, text)).toBe(hidden));
});

it('withholds a list element as one', () => {
  expect(unitOf('paragraphs[12].grade.scale')).toBe('paragraphs[12]');
  expect(unitOf('report.notes[1].by[2].name')).toBe('report.notes[1]');
  expect(unitOf('bySubject.name')).toBe('bySubject.name');
});

it.each([
  ['yera', 'P2', true],
  ['yera', 'P1', false],
  ['Tastan', 'P2', true],
  ['Yerlan Tastanov of Prison 17', 'P2', true],
  ['Daniyar', 'P2', false],
  // A part that both bear is a search for the one it is about.
  ['an', 'P2', false],
])('a search for %s is for %s: %s', (name, ref, found) => expect(isFoundBy(item, ref, name)).toBe(found));

describe('a search by name', () => {
  it('finds a person under each of the entries he is listed with', () => {
    const twice = listing(
      { ref: 'P1', name: 'Yerlan Tastanov the Elder' },
      { ref: 'P2', name: 'Yerlan Tastanov' },
      { ref: 'P2', name: 'Omar the Smith' },
    );
    for (const name of ['Yerlan Tastanov', 'omar the smith', 'Smith']) expect(isFoundBy(twice, 'P2', name)).toBe(true);
  });

  it('finds a person by his whole name, even where a main subject has one like it', () => {
    const alike = listing({ ref: 'P1', name: 'Askar Omarov' }, { ref: 'P2', name: 'Askar', aliases: ['Omar'] });
    expect(isFoundBy(alike, 'P2', 'Askar')).toBe(true);
    expect(isFoundBy(alike, 'P2', 'Aska')).toBe(false);
  });

  it('finds people by their place where every subject is listed', () => {
    const placed = listing({ name: 'Daniyar Omarov' }, { name: 'Yerlan Tastanov' });
    expect(['P1', 'P2'].map((ref) => isFoundBy(placed, ref, 'tastan'))).toEqual([false, true]);
  });

  it('takes somebody who cannot be told from the others for each of them', () => {
    const some = listing({ name: 'Yerlan Tastanov' });
    expect(['P1', 'P2'].map((ref) => isFoundBy(some, ref, 'Tastan'))).toEqual([true, true]);
    expect(isFoundBy(some, 'P2', 'Omarov')).toBe(false);
  });
});
