// The decider reads no file, so it holds the scales itself: the same as the closed list, value for value.
import { codeLists } from '@gatehouse/contracts';
import { expect, it } from '@jest/globals';
import { SCALES } from './grade.ts';

it('grades a report on the scales of the code list', () => {
  const listed = Object.entries(codeLists.gradingScales).map(([scale, { source, information }]) => [
    scale,
    { source: Object.keys(source), information: Object.keys(information) },
  ]);
  expect(SCALES).toEqual(Object.fromEntries(listed));
});
