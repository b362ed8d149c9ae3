// An item that is erased before it left, while it waits to leave, or after it left: nothing of it leaves any more, and nothing waits for it.
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { replay } from './replay/replay.ts';
import { POLICE, toProduct, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
});
afterEach(() => two.close());

const decided = (count: number) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    expect(await two.prison.count('store.events', `type = 'DisclosureDecided'`)).toBe(count);
  });

it('erased before it was decided it does not leave; what comes after it does', async () => {
  await two.bundle();
  const [gone, stays] = [randomUUID(), randomUUID()];
  await two.raise({}, gone);
  await two.erase(gone);
  await two.raise({}, stays);
  await decided(1);
  expect(await two.prison.count('store.events', `type = 'DisclosureDecided' and data ->> 'itemId' = '${stays}'`)).toBe(
    1,
  );
  expect(await two.prison.relay()).toHaveLength(1);
});

it('erased while it is held it waits no longer', async () => {
  await two.bundle({ state: 'SUSPENDED', suspension: { by: 'working group', freezePriorCopies: false } });
  const [gone, stays] = [randomUUID(), randomUUID()];
  await two.raise({}, gone);
  await two.raise({}, stays);
  await decided(2);
  expect(await two.prison.count('sharing.held')).toBe(2);
  await two.erase(gone);
  await two.bundle();
  await eventually(async () => {
    await two.outgoing.runOnce();
    expect(await two.prison.count('sharing.held')).toBe(0);
  });
  expect(await two.prison.relay()).toHaveLength(1);
});

it('erased after it left it is not sent anew to whoever lost it, and that stands in the audit trail', async () => {
  await two.bundle();
  const { envelope } = await two.released();
  await two.prison.agency.pool.query('delete from bus.outbox');
  await two.erase(envelope.itemId);
  const asked = { recipient: POLICE, since: new Date('2026-01-01T00:00:00Z') };
  await eventually(async () =>
    expect(await replay(two.prison.agency, toProduct, asked)).toEqual({ sent: 0, withheld: 1, 'under-way': 0 }),
  );
  expect(await two.prison.count('bus.outbox')).toBe(0);
  expect((await two.prison.audit()).at(-1)).toMatchObject({ event: 'replay-withheld', reason: 'LEGAL_BASIS_ENDED' });
});
