// What a question says of the item and of the people it is about, member by member.
import { describe, expect, it } from '@jest/globals';
import { alertTypeOf, conditionsOf, destroyByOf, handlingCodeOf, itemFacts, markersOf, subjectFacts } from './facts.ts';
import { alert, asked, question } from './question.fixture.ts';
import type { ItemFacts } from './question.ts';

const NOW = question.now;
const LATER = '2026-11-23T09:00:00.001Z';
const day = (arg: string) => ({ __extn: { fn: 'datetime', arg } });
const party = (id: string) => (id === 'kz-prison-service' ? { id, kind: 'prison', country: 'KZ' } : undefined);

describe('the item', () => {
  const part = (change: Partial<ItemFacts> = {}) => ({
    id: 'r',
    handling: alert.handling,
    destroyBy: null,
    markers: [],
    ...change,
  });
  const of = (change: Partial<ItemFacts>): ItemFacts => ({ ...alert, ...change });
  const condition = (code: string, more: object = {}) => ({ code: 'C', conditions: [{ code, ...more }] });
  const facts = (change: Partial<ItemFacts> = {}) => {
    const q = asked({ item: change });
    return itemFacts(q.item!, q, party);
  };

  it('is what its owner wrote', () => {
    expect(facts()).toEqual({
      originator: 'kz-prison-service',
      country: 'KZ',
      priority: 'ROUTINE',
      caseRef: 'KZ-2026-114',
      alertType: 'RECRUITMENT_ACTIVITY',
      grades: [],
      scales: [],
      violenceIndicator: false,
      withdrawn: false,
      markers: [],
      conditions: [],
      namedRecipients: [],
      partsFrom: [],
      reviewBy: day('2027-05-31'),
      readBefore: false,
    });
  });

  it('says what may be said of it, and no more', () => {
    const grade = { scale: '3x5x2', source: '2', information: 'C' };
    expect(
      facts({ grades: [grade, grade], violenceIndicator: true, withdrawn: true, partsFrom: ['a', 'a'] }),
    ).toMatchObject({
      grades: ['3x5x2:2:C'],
      scales: ['3x5x2'],
      violenceIndicator: true,
      withdrawn: true,
      partsFrom: ['a'],
    });
    const bare = facts({ caseRef: null, reviewBy: null, destroyBy: '2027-01-01' });
    expect(bare).not.toHaveProperty('caseRef');
    expect(bare).not.toHaveProperty('reviewBy');
    expect(bare['destroyBy']).toEqual(day('2027-01-01'));
  });

  it('is under the conditions, markers and handling of its parts too', () => {
    const item = of({
      handling: condition('NO_ONWARD'),
      markers: ['B'],
      derivedFrom: [part({ handling: condition('EYES_ONLY'), markers: ['A', 'B'] })],
    });
    expect(conditionsOf(item)).toEqual(['EYES_ONLY', 'NO_ONWARD']);
    expect(markersOf(item)).toEqual(['A', 'B']);
    expect([item, of({ derivedFrom: [part({ handling: condition('X') })] }), alert].map(handlingCodeOf)).toEqual([
      'C',
      'C',
      'P',
    ]);
  });

  it('is destroyed with the first of its parts and conditions', () => {
    const dated = (code: string) => condition(code, { date: '2027-01-01' });
    expect(destroyByOf(alert)).toBeNull();
    expect(destroyByOf(of({ destroyBy: '2027-03-01', derivedFrom: [part({ destroyBy: '2027-02-01' })] }))).toBe(
      '2027-02-01',
    );
    expect(destroyByOf(of({ destroyBy: '2027-03-01', handling: dated('DESTROY_BY') }))).toBe('2027-01-01');
    expect(destroyByOf(of({ destroyBy: '2027-03-01', handling: dated('REVIEW_BY') }))).toBe('2027-03-01');
  });

  it('is for those alone whom every list of names has', () => {
    const list = (...names: string[]) => condition('NAMED_RECIPIENTS', { list: names });
    const derived = (...names: string[]) => [part({ handling: list(...names) })];
    expect(facts({ handling: list('a', 'b', 'a') })['namedRecipients']).toEqual(['a', 'b']);
    expect(facts({ handling: list('a', 'b'), derivedFrom: derived('b', 'c') })['namedRecipients']).toEqual(['b']);
    expect(facts({ handling: condition('EYES_ONLY', { list: ['a'] }) })['namedRecipients']).toEqual([]);
  });

  it('was read before by this person of this agency, by now', () => {
    const read = (change: object) =>
      facts({ disclosedBefore: [{ agency: 'kz-police', person: 'po-aidos', at: NOW, ...change }] })['readBefore'];
    expect([{}, { at: LATER }, { person: 'another' }, { agency: 'another' }].map(read)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it.each([
    [{ type: 'ESCAPE' }, 'ESCAPE'],
    [{ type: 7 }, ''],
    [{}, ''],
    [null, ''],
    ['ESCAPE', ''],
  ])('with the payload %j is an alert of type "%s"', (payload, type) =>
    expect(alertTypeOf(of({ payload }))).toBe(type),
  );
});

describe('a person it is about', () => {
  const plain = { ref: 'P1', category: 'SUSPECT', cases: ['C', 'C'] };
  const facts = (change: object = {}) => subjectFacts({ ...plain, ...change }, NOW);

  it('is what is known of him today', () => {
    expect(facts()).toEqual({
      ref: 'P1',
      category: 'SUSPECT',
      cases: ['C'],
      juvenileAtConduct: false,
      acquittedFinallyIn: [],
      acquittedNotFinallyIn: [],
      confidentialSource: false,
      consents: [],
    });
    expect(
      facts({
        juvenile: { age: 16, atConduct: true },
        sealed: { since: '2026-01-01' },
        limitedAccess: { allow: ['a', 'a'] },
        confidentialSource: true,
      }),
    ).toMatchObject({
      juvenileAtConduct: true,
      sealedSince: day('2026-01-01'),
      limitedTo: ['a'],
      confidentialSource: true,
    });
    expect(facts({ juvenile: { age: 30, atConduct: false } })['juvenileAtConduct']).toBe(false);
  });

  it('is acquitted in each case in which he was', () => {
    const at = '2026-01-01T00:00:00Z';
    const said = facts({ acquitted: ['C', 'D', 'E'].map((each) => ({ case: each, final: each !== 'D', at })) });
    expect([said['acquittedFinallyIn'], said['acquittedNotFinallyIn']]).toEqual([['C', 'E'], ['D']]);
  });

  it('is acquitted from the instant on, finally or not', () => {
    const acquitted = (final: boolean, at = NOW) => {
      const said = facts({ acquitted: { case: 'C', final, at } });
      return [said['acquittedFinallyIn'], said['acquittedNotFinallyIn']];
    };
    expect([acquitted(true), acquitted(false), acquitted(true, LATER), acquitted(false, LATER)]).toEqual([
      [['C'], []],
      [[], ['C']],
      [[], []],
      [[], []],
    ]);
  });

  it('consents while his consent runs', () => {
    const consents = [
      { for: 'REFERRAL', from: NOW, until: LATER },
      { for: 'RESEARCH', from: '2026-01-01T00:00:00Z', until: NOW },
      { for: 'MEDIA', from: LATER, until: null },
      { for: 'REFERRAL', from: '2026-01-01T00:00:00Z', until: null },
    ];
    expect(facts({ consents })['consents']).toEqual(['REFERRAL']);
  });
});
