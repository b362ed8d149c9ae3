import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sealedTo, type ShippedRecord } from '@gatehouse/audit-trail';
import { generatePartyKeys, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { auditRecord, openTestOversight, shipped, type TestOversight } from '../oversight.fixture.ts';

let oversight: TestOversight;
beforeEach(async () => {
  oversight = await openTestOversight();
});
afterEach(() => oversight.close());

const kept = async () =>
  (
    await oversight.database.pool.query<{ number: string }>('select number from oversight.kept order by arrival')
  ).rows.map(({ number }) => Number(number));
const parked = async () =>
  (await oversight.database.pool.query<{ code: string }>('select code from oversight.parked')).rows.map(
    ({ code }) => code,
  );
const receive = async (
  given: ShippedRecord | ShippedRecord[],
  from: PartyKeys = oversight.keys.police,
  topic = 'test.audit.police-liaison',
) => {
  const value = await sealedTo(publicKeys(oversight.keys.commission), from)([given].flat());
  await oversight.service.keeper.receive([{ topic, key: 'police-liaison', value, headers: {} }]);
};
const police = (number: number) => shipped(number, auditRecord('police-liaison', { subjects: ['a', 'b', 'a'] }));

describe('the keeper', () => {
  it('keeps a record once, however often it is delivered', async () => {
    const first = police(1);
    for (let i = 0; i < 3; i++) await receive(first);
    await Promise.all([receive(police(2)), receive(police(3))]);
    expect((await kept()).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect((await oversight.database.pool.query('select 1 from oversight.about')).rowCount).toBe(6);
    expect(await parked()).toEqual([]);
  });

  it('keeps all records of a message, once each, whatever of it was kept before', async () => {
    const five = [1, 2, 3, 4, 5].map(police);
    await receive(five[2]!);
    for (let i = 0; i < 2; i++) await receive(five);
    expect((await kept()).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect((await oversight.database.pool.query('select 1 from oversight.about')).rowCount).toBe(10);
    expect(await parked()).toEqual([]);
  });

  it.each([
    ['another content under a number it has', () => police(2), 'record-differs'],
    ['one number twice', () => police(3), 'record-differs'],
    ['no audit record', () => ({ ...police(4), record: '{"not":"a record"}' }), 'malformed'],
  ])('keeps what it can of a message that holds %s, and parks the message', async (_, wrong, code) => {
    await receive(police(2));
    await receive([police(1), wrong(), police(3), police(5)]);
    expect([...new Set(await kept())].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 5]);
    expect([await parked(), oversight.alarms]).toEqual([[code], ['AUDIT_RECORD_PARKED']]);
  });

  it('never accepts another content under a number it has: parked, with an alarm, and others go on', async () => {
    await receive(police(1));
    await receive(police(1));
    await receive(police(2));
    expect([await kept(), await parked(), oversight.alarms]).toEqual([
      [1, 2],
      ['record-differs'],
      ['AUDIT_RECORD_PARKED'],
    ]);
    await expect(oversight.service.keeper.keep(police(1))).rejects.toMatchObject({ code: 'record-differs' });
  });

  it('keeps what came together in one transaction, and parks of it only what it cannot keep', async () => {
    const [first, second, third] = [police(1), police(2), police(3)];
    const values = await Promise.all(
      [first, second, police(2), second, third, { ...police(4), record: '{}' }].map((record) =>
        sealedTo(publicKeys(oversight.keys.commission), oversight.keys.police)([record]),
      ),
    );
    const together = values.map((value) => ({ topic: 'test.audit.police-liaison', key: 'k', value, headers: {} }));
    await oversight.service.keeper.receive(together);
    await oversight.service.keeper.receive(together.slice(0, 2));
    expect([await kept(), (await parked()).sort()]).toEqual([
      [1, 2, 3],
      ['malformed', 'record-differs'],
    ]);
    const more = [4, 5, 6].map(police);
    await oversight.service.keeper.keep(...more);
    const written = await oversight.database.pool.query(
      'select distinct xmin::text from oversight.kept where number > 3',
    );
    expect(written.rowCount).toBe(1);
    expect((await oversight.database.pool.query('select 1 from oversight.about')).rowCount).toBe(12);
  });

  it('never accepts one record under two numbers', async () => {
    const first = police(1);
    await receive(first);
    await receive({ ...first, number: 2 });
    expect([await kept(), await parked()]).toEqual([[1], ['record-differs']]);
  });

  it('accepts a record from the party of its source alone, on its own topic', async () => {
    const stranger = await generatePartyKeys('kz-police');
    await receive(police(1), stranger);
    await receive(police(1), oversight.keys.commission);
    await receive(police(1), oversight.keys.police, 'test.audit.oversight');
    await receive({ ...police(1), record: '{"not":"a record"}' });
    await oversight.service.keeper.receive([
      { topic: 'test.audit.police-liaison', key: '', value: JSON.stringify(police(1)), headers: {} },
    ]);
    expect(await kept()).toEqual([]);
    expect((await parked()).sort()).toEqual([
      'malformed',
      'malformed',
      'unknown-signer',
      'wrong-source',
      'wrong-source',
    ]);
  });

  it('keeps records that cannot be altered or deleted', async () => {
    await receive(police(1));
    for (const attempt of [
      `update oversight.kept set record = '{}'`,
      'update oversight.kept set number = 2',
      'delete from oversight.kept',
    ])
      await expect(oversight.database.pool.query(attempt)).rejects.toThrow();
  });
});
