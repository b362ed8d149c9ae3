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

it('treats somebody it cannot tell from a masked person as one', () => {
  const payload = { subjects: [{ name: 'Daniyar Omarov' }] };
  expect(namesAny({ ...item, payload }, ['P2'])('Daniyar Omarov')).toBe(true);
});

it('withholds a list element as one', () => {
  expect([unitOf('paragraphs[2].grade.scale'), unitOf('bySubject.name')]).toEqual(['paragraphs[2]', 'bySubject.name']);
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
