import { describe, expect, it } from '@jest/globals';
import { EventCatalogue } from './event-catalogue.ts';
import { firstProgram, thirdProgram } from './moves.fixture.ts';

describe('an event catalogue', () => {
  const catalogue = new EventCatalogue([thirdProgram, { Noted: [] }]);

  it('writes each type in the version after its last step', () => {
    expect([...catalogue.types()]).toEqual([
      ['Moved', 3],
      ['Noted', 1],
    ]);
    expect(catalogue.versionOf('Moved')).toBe(3);
  });

  it.each([
    [1, { room: 'A-12' }, { wing: 'A', cell: '12', reason: null }],
    [2, { wing: 'B', cell: '7' }, { wing: 'B', cell: '7', reason: null }],
    [3, { wing: 'B', cell: '7', reason: 'asked' }, { wing: 'B', cell: '7', reason: 'asked' }],
  ])('reads version %d as today', (version, stored, today) => {
    const before = structuredClone(stored);
    expect(catalogue.upToDate('Moved', version, Object.freeze(stored))).toEqual(today);
    expect(stored).toEqual(before);
  });

  it('gives back the very data that was written in the version of today', () => {
    const data = { text: 'a' };
    expect(catalogue.upToDate('Noted', 1, data)).toBe(data);
  });

  it('refuses a newer version than it knows, naming type and versions', () => {
    expect(() => new EventCatalogue([firstProgram]).upToDate('Moved', 3, {})).toThrow(
      expect.objectContaining({
        code: 'event-from-newer-code',
        message: expect.stringMatching(/Moved .* version 3.* knows 1:/),
      }),
    );
  });

  it.each(['Moved2', 'constructor', '__proto__', ''])('refuses the type %j that stands in no catalogue', (type) => {
    const unknown = expect.objectContaining({ code: 'event-type-unknown' });
    expect(() => catalogue.versionOf(type)).toThrow(unknown);
    expect(() => catalogue.upToDate(type, 1, {})).toThrow(unknown);
  });

  it('lets the steps of a type stand in one place only', () => {
    expect(() => new EventCatalogue([thirdProgram, firstProgram])).toThrow(
      expect.objectContaining({ code: 'event-type-twice' }),
    );
  });
});
