import { randomBytes } from 'node:crypto';
import type { Caller } from '@gatehouse/service-kit';
import { describe, expect, it } from '@jest/globals';
import { codeName, handOf, likeness, ownNameOf, sourceToken, veiled } from './names.ts';

const key = randomBytes(32).toString('base64url');
const caller = (person: string, roles: string[]): Caller => ({
  person,
  agency: 'kz-prison-service',
  unit: 'prison-17-source-unit',
  roles,
  clientId: 'a-client-named-after-him',
});
const asked = async (person: string, roles: string[]) => ({
  caller: await veiled({ verify: async () => caller(person, roles) }, key).verify('Bearer x'),
  purpose: 'SAFE_CUSTODY',
  caseRef: null,
  correlationId: 'c',
});

describe('a handler behind the veil', () => {
  it('has one name, and neither his own nor that of his unit or client', async () => {
    const [one, again] = [await asked('pi-daniyar', ['source-handler']), await asked('pi-daniyar', ['source-handler'])];
    expect(one.caller).toEqual(again.caller);
    expect(JSON.stringify(one)).not.toMatch(/daniyar|prison-17|a-client/);
    expect(one.caller.person).toMatch(/^handler:[A-Za-z0-9_-]{43}$/);
  });

  it('is told apart from every other handler', async () =>
    expect((await asked('pi-daniyar', ['source-handler'])).caller.person).not.toBe(
      (await asked('pi-sholpan', ['source-handler'])).caller.person,
    ));

  it('is the same human as the controller he may also be', async () => {
    const [handler, controller] = [await asked('pi-x', ['source-handler']), await asked('pi-x', ['controller'])];
    expect(handOf(key, handler).ref).toBe(handOf(key, controller).ref);
    expect(controller.caller.person).toBe('pi-x');
  });

  it('can be found by his own name for sealing, from his request alone', async () => {
    const handler = await asked('pi-daniyar', ['source-handler']);
    expect(ownNameOf(handler)).toBe('pi-daniyar');
    expect(ownNameOf({ ...handler, caller: { ...handler.caller } })).toMatch(/^handler:/);
  });
});

describe('a source token', () => {
  it('is equal for the same source and for no other, and matches no other name of it', () => {
    const token = sourceToken(key, 'source-1');
    expect(sourceToken(key, 'source-1')).toBe(token);
    expect(token).toMatch(/^source:[A-Za-z0-9_-]{43}$/);
    expect(sourceToken(key, 'source-2')).not.toBe(token);
    expect(sourceToken(randomBytes(32).toString('base64url'), 'source-1')).not.toBe(token);
  });
});

describe('the likeness of two entries', () => {
  const person = { subjectId: null, name: 'Invented Person (invented)', dateOfBirth: '1990-01-02' };
  it('shows the same person however he is written', () => {
    expect(likeness(key, { ...person, name: ' INVENTED person (invented) ' })).toBe(likeness(key, person));
    expect(likeness(key, { ...person, dateOfBirth: '1990-01-03' })).not.toBe(likeness(key, person));
    expect(likeness(key, { ...person, subjectId: 's' })).toBe(likeness(key, { ...person, name: 'Y', subjectId: 's' }));
  });
});

it('makes code names of chance alone', () => {
  expect(codeName('8f5a2c1e-0000-4000-8000-000000000001')).toMatch(/^[A-Z]+-\d{4}$/);
  expect(codeName('8f5a2c1e-0000-4000-8000-000000000001')).toBe(codeName('8f5a2c1e-0000-4000-8000-000000000001'));
});
