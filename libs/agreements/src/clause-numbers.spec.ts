// Two clauses under one number, in documents of any form.
import { expect, it } from '@jest/globals';
import { checkNumbers } from './clause-numbers.ts';
import { noPositions } from './document.ts';

it('says each number that stands again, at each of its places', () =>
  expect(
    checkNumbers({ clauses: [{ clause: 2 }, { clause: 1 }, { clause: 2 }, null, { clause: 2 }] }, noPositions),
  ).toEqual(
    [2, 4].map((index) => ({
      line: 0,
      column: 0,
      message: 'clause 2 stands twice',
      suggestion: 'merge the two, or correct the number',
      clause: 2,
      pointer: `/clauses/${index}/clause`,
    })),
  ));

it.each([
  [{ clauses: [{ clause: 1 }, { clause: 2 }] }],
  [{ clauses: [{ clause: '1' }, { clause: '1' }, {}, {}, null, null] }],
  [{ clauses: { 0: { clause: 1 }, 1: { clause: 1 } } }],
  [{}],
  [null],
])('says nothing of %j', (document) => expect(checkNumbers(document, noPositions)).toEqual([]));
