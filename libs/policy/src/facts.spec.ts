// What a question says of its caller and of the request, member by member.
import { describe, expect, it } from '@jest/globals';
import { callerFacts, requestFacts, today } from './facts.ts';
import { alert, asked, question } from './question.fixture.ts';
import type { Question } from './question.ts';

const kinds: Record<string, { id: string; kind: string; country: string }> = {
  'kz-police': { id: 'kz-police', kind: 'police', country: 'KZ' },
  'kz-prison-service': { id: 'kz-prison-service', kind: 'prison', country: 'KZ' },
  'kg-police': { id: 'kg-police', kind: 'police', country: 'KG' },
};
const party = (id: string) => kinds[id];
const NOW = question.now;
const LATER = '2026-11-23T09:00:00.001Z';
const day = (arg: string) => ({ __extn: { fn: 'datetime', arg } });

describe('the caller', () => {
  const caller = (change: Partial<Question['caller']> = {}, rest: Partial<Question> = {}) =>
    callerFacts(asked({ caller: change, rest }), party);

  it('is what his agency says of him', () => {
    expect(caller({ roles: ['police-liaison', 'police-liaison'], conflicts: ['P7'], chain: ['P8', 'P8'] })).toEqual({
      agency: 'kz-police',
      kind: 'police',
      country: 'KZ',
      countryRisk: 'UNKNOWN',
      tokenAgency: 'kz-police',
      person: 'po-aidos',
      unit: 'almaty-ct-desk',
      roles: ['police-liaison'],
      names: ['po-aidos', 'almaty-ct-desk', 'kz-police', 'police-liaison'],
      vetting: 2,
      training: ['handling-intelligence'],
      assignedTo: ['KZ-2026-114'],
      everAssignedTo: ['KZ-2026-114'],
      conflicts: ['P7'],
      chain: ['P8'],
      automated: false,
    });
  });

  it('is an agency as such where nobody is named, and then acts by itself', () => {
    const facts = caller({ person: null, unit: null });
    expect(facts).not.toHaveProperty('person');
    expect(facts).not.toHaveProperty('unit');
    expect(facts).toMatchObject({ automated: true, names: ['kz-police', 'police-liaison'] });
    expect(caller({ automated: true })['automated']).toBe(true);
  });

  it.each([
    ['L0', 0],
    ['L1', 1],
    ['L2', 2],
    ['L3', 3],
    ['L4', -1],
    [null, -1],
  ])('vetted %s counts %i', (vetting, level) => expect(caller({ vetting })['vetting']).toBe(level));

  it('is vetted until the instant, which is no longer included', () => {
    const until = [LATER, NOW, null, undefined];
    expect(until.map((vettingUntil) => caller({ vettingUntil } as object)['vetting'])).toEqual([2, -1, 2, 2]);
  });

  it('is of the country that is said, or listed, or else of the originator’s', () => {
    expect(caller({ country: 'XX' })['country']).toBe('XX');
    expect(caller({ agency: 'kg-police' })['country']).toBe('KG');
    expect(caller({ agency: 'nobody' })['country']).toBe('KZ');
    expect(caller({ agency: 'nobody' }, { item: null })['country']).toBe('');
    expect(caller({ agency: 'kg-police' }, { countryRisk: { KG: 'LOW', KZ: 'NONE' } })['countryRisk']).toBe('LOW');
    expect(caller({ agency: 'nobody' })['kind']).toBe('');
  });

  it('was assigned from the instant on, and is until the instant comes', () => {
    const assignment = (from: string, until: string | null) => {
      const facts = caller({ assignments: [{ case: 'C', from, until }] });
      return [facts['assignedTo'], facts['everAssignedTo']];
    };
    expect(assignment(NOW, null)).toEqual([['C'], ['C']]);
    expect(assignment(NOW, LATER)).toEqual([['C'], ['C']]);
    expect(assignment('2026-01-01T00:00:00Z', NOW)).toEqual([[], ['C']]);
    expect(assignment(LATER, null)).toEqual([[], []]);
  });
});

describe('the request', () => {
  const facts = (request: Partial<Question['request']> = {}, rest: Partial<Question> = {}) =>
    requestFacts(asked({ request, rest }), alert.product, party, ['IDN'], (holder) => `terms of ${holder}`);

  it('is what was asked', () => {
    expect(facts({ justification: '  why  ', use: ['LEAD', 'LEAD'] })).toEqual({
      purpose: 'INVESTIGATE',
      cases: ['KZ-2026-114'],
      justification: 'why',
      path: 'http',
      use: ['LEAD'],
      categoriesByName: ['IDN'],
      exported: 0,
      consents: [],
      refusals: [],
      secondOfficer: false,
      hoursWaiting: 0,
      viaOnward: 'unknown',
      recipientCountry: 'KZ',
      recipientRisk: 'UNKNOWN',
      openCorrection: false,
    });
  });

  it('has no case where none is cited', () => {
    expect([null, undefined].map((caseRef) => facts({ caseRef } as object)['cases'])).toEqual([[], []]);
  });

  it('exports what it asks for and what went before', () => {
    expect(facts({ export: { count: 400, alreadyInWindow: 200 } })['exported']).toBe(600);
  });

  it('is held on the terms of whoever passes it on', () => {
    expect(facts({ via: 'kz-court' })).toMatchObject({ via: 'kz-court', viaOnward: 'terms of kz-court' });
  });

  it('goes to the country of its recipient; nobody knows where one lives who is not listed', () => {
    const risk = { countryRisk: { KG: 'HIGH', UNKNOWN: 'NOT_KNOWN' } };
    expect(facts({ recipient: 'kg-police' }, risk)).toMatchObject({ recipientCountry: 'KG', recipientRisk: 'HIGH' });
    expect(facts({ recipient: 'nobody' }, risk)).toMatchObject({ recipientCountry: 'UNKNOWN' });
  });

  it('comes from somebody who owes a correction, from the instant it is due', () => {
    const open = (change: object = {}) => {
      const correction = { agency: 'kz-police', product: alert.product, dueAt: NOW, ...change };
      return facts({}, { openCorrections: [correction] })['openCorrection'];
    };
    expect(open()).toBe(true);
    expect([{ dueAt: LATER }, { agency: 'kz-court' }, { product: 'another' }].map(open)).toEqual([false, false, false]);
  });
});

it('reads the day in the zone of the instrument', () => {
  const q = asked({ now: '2026-11-23T19:30:00Z' });
  expect([today(q, 'Asia/Almaty'), today(q, 'UTC')]).toEqual([day('2026-11-24'), day('2026-11-23')]);
});
