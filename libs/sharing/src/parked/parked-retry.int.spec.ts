// A parked message that one person dismisses while the retry another asked for is under way: on two connections.
import { append, readStream } from '@gatehouse/event-store';
import { generatePartyKeys } from '@gatehouse/crypto';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PRISON, twoAgencies, type TwoAgencies } from '../two-agencies.fixture.ts';
import { listParked, settleParked } from './parked-messages.ts';
import { parkedMessageStream } from './parked-message.events.ts';

const STANDS_BEHIND = `select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '%store.streams%'`;

let two: TwoAgencies;
let parkedId: string;

beforeEach(async () => {
  two = await twoAgencies();
  await two.bundle();
  const { message } = await two.released();
  // The sender changed its keys, and this recipient has not heard of it yet: once it has, the message can be accepted.
  await two.bundle({}, undefined, await generatePartyKeys(PRISON));
  await two.incoming.receive(message);
  await two.bundle();
  parkedId = (await listParked(two.police.agency.pool, 1))[0]!.parkedId;
  await settle('RetryParkedMessage');
});
afterEach(() => two.close());

const settle = (type: 'RetryParkedMessage' | 'DismissParkedMessage') => {
  const { party } = two.police.agency;
  const caller = { person: 'po-manager', agency: party, unit: 'desk', roles: ['duty-manager'] };
  const asked = { caller, purpose: 'SAFE_CUSTODY', caseRef: null, correlationId: randomUUID() };
  const data = { parkedId, reason: 'told by telephone', by: 'po-manager', at: two.clock.now().toISOString() };
  return settleParked(two.police.agency, asked, { type, data });
};
const dismissedBy = async (client: pg.ClientBase): Promise<void> => {
  const stream = parkedMessageStream(parkedId);
  const at = two.clock.now();
  const data = { parkedId, reason: 'told by telephone', by: 'po-manager', at: at.toISOString() };
  const { length } = await readStream(client, stream);
  const context = { metadata: { correlationId: randomUUID() }, recordedAt: at };
  await append(client, stream, length, [{ type: 'ParkedMessageDismissed', data }], context);
  await client.query('update sharing.parked set try_again = false, dismissed_at = $2 where parked_id = $1', [
    parkedId,
    at,
  ]);
};
const said = async (): Promise<string[]> =>
  (await readStream(two.police.agency.pool, parkedMessageStream(parkedId))).map(({ type }) => type);

describe('a message that is dismissed while it is tried again', () => {
  it('is not accepted behind the back of who dismissed it', async () => {
    const other = await two.police.agency.pool.connect();
    try {
      await other.query('begin');
      await dismissedBy(other);
      const tried = two.incoming.goOn();
      await eventually(async () =>
        expect((await two.police.agency.pool.query(STANDS_BEHIND)).rowCount).toBeGreaterThan(0),
      );
      await other.query('commit');
      await tried;
    } finally {
      other.release();
    }
    expect(await said()).toEqual(['MessageParked', 'ParkedMessageRetried', 'ParkedMessageDismissed']);
    expect(await two.police.count('store.events', "type = 'Received'")).toBe(0);
  });

  it('is accepted once, and its dismissal refused, where the retry was first', async () => {
    await two.incoming.goOn();
    expect(await settle('DismissParkedMessage')).toMatchObject({ refusal: 'parked-message-settled' });
    expect(await said()).toEqual(['MessageParked', 'ParkedMessageRetried', 'ParkedMessageAccepted']);
    expect(await two.police.count('store.events', "type = 'Received'")).toBe(1);
  });
});
