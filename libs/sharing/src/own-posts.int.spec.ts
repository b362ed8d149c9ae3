// The own people as recipients: what an instruction offers a post stands in the ledger like a disclosure to another party, and so
// does what its people do with it; nothing of it crosses a lane.
import { readStream } from '@gatehouse/event-store';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { holdersOf } from './holders.ts';
import { ledgerStream } from './ledger.ts';
import { considerOpening, openItem } from './opening.ts';
import { ownItem } from './own-item.ts';
import { acknowledgeOwn, enterOwnReceipt } from './own-receipt.ts';
import { outgoingOf, POLICE, PRISON, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

const GOVERNOR = `${PRISON}/governor`;
const SECURITY = `${PRISON}/security-manager`;

let two: TwoAgencies;
beforeAll(async () => {
  two = await twoAgencies(['kz-corrections', 'kz-prison-instruction-7']);
});
afterAll(() => two.close());
beforeEach(() => two.bundle());

/** Raises an alert and waits until it is decided for everybody. */
const shared = async (change: Parameters<typeof two.raise>[0] = {}, whole = {}): Promise<string> => {
  const itemId = randomUUID();
  await two.raise(change, itemId, whole);
  await decidedBy(itemId);
  return itemId;
};

const decidedBy = (itemId: string): Promise<void> =>
  eventually(async () => {
    await two.outgoing.runOnce();
    expect(await ledger(itemId, GOVERNOR)).not.toEqual([]);
  });

const ledger = async (itemId: string, recipient: string) =>
  (await readStream(two.prison.agency.pool, ledgerStream(itemId, recipient))).map(({ type, data }) => ({
    type,
    ...(data as { by?: string; released?: boolean; fields?: string[]; messageId?: string | null }),
  }));
const typesIn = async (itemId: string, recipient: string) =>
  (await ledger(itemId, recipient)).map(({ type }) => type.replace('Disclosure', ''));

/** Transactions that wait for what another one holds. */
const waiting = () =>
  two.prison.count(
    'pg_locks',
    `locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
  );

const asked = (person: string, roles: string[]) => ({
  caller: { person, agency: PRISON, unit: 'prison-17', roles },
  purpose: 'SAFE_CUSTODY',
  caseRef: null,
  correlationId: randomUUID(),
});
const facts = {
  vetting: 'L2' as const,
  training: [{ course: 'handling-intelligence', until: '2027-06-30T00:00:00Z' }],
  assignments: [],
  conflicts: [],
  chain: [],
};

/** What this person is decided to get of an item of the prison's own. */
const considered = (itemId: string, who: ReturnType<typeof asked>) => {
  const at = two.clock.now();
  const event = { eventId: randomUUID(), occurredAt: at, recordedAt: at, metadata: { correlationId: randomUUID() } };
  return considerOpening(two.prison.agency, who, facts, ownItem(two.prison.agency, event, outgoingOf(itemId)));
};

describe('an item that an instruction offers the own people', () => {
  it('is decided for each post, delivered where it is, and sent to the other party alone', async () => {
    const before = await two.prison.count('bus.outbox');
    const itemId = await shared();
    expect(await holdersOf(two.prison.agency.pool, itemId)).toEqual([POLICE, GOVERNOR, SECURITY]);
    expect(await typesIn(itemId, GOVERNOR)).toEqual(['Decided', 'Delivered']);
    expect((await ledger(itemId, GOVERNOR))[0]).toMatchObject({
      released: true,
      messageId: null,
      fields: ['alertId', 'nature', 'type'],
    });
    expect(await two.prison.count('bus.outbox')).toBe(before + 1);
  });

  it('is withheld from a post for the reason of its decision, and the others get it', async () => {
    const handling = { code: 'C' as const, conditions: [{ code: 'NAMED_RECIPIENTS', list: [POLICE] }] };
    const itemId = await shared({ handling });
    const [decided, ...more] = await ledger(itemId, GOVERNOR);
    expect([decided?.released, more]).toEqual([false, []]);
    expect(await holdersOf(two.prison.agency.pool, itemId)).toEqual([POLICE]);
  });

  it('says who read and who acknowledged, each once, for every post a person fills', async () => {
    const itemId = await shared();
    const both = asked('pg-marat', ['governor', 'security-manager']);
    const deputy = asked('pg-aliya', ['governor']);
    const { agency } = two.prison;
    for (const who of [both, both, deputy]) await openItem(agency, who, itemId, considered(itemId, who));
    for (const who of [both, deputy]) await acknowledgeOwn(agency, who, itemId, considered(itemId, who));
    expect((await ledger(itemId, GOVERNOR)).slice(2).map(({ type, by }) => [type, by])).toEqual([
      ['DisclosureRead', 'pg-marat'],
      ['DisclosureRead', 'pg-aliya'],
      ['DisclosureAcknowledged', 'pg-marat'],
    ]);
    expect(await typesIn(itemId, SECURITY)).toEqual(['Decided', 'Delivered', 'Read', 'Acknowledged']);
  });

  it('says what people did before it was decided that their post holds it', async () => {
    const itemId = randomUUID();
    await two.raise({}, itemId, {});
    const { agency } = two.prison;
    const governor = asked('pg-marat', ['governor']);
    await openItem(agency, governor, itemId, considered(itemId, governor));
    two.clock.advance(60_000);
    await acknowledgeOwn(agency, governor, itemId, considered(itemId, governor));
    const early = two.clock.now();
    two.clock.advance(60_000);
    await decidedBy(itemId);
    expect((await ledger(itemId, GOVERNOR)).map(({ type, by }) => [type, by])).toEqual([
      ['DisclosureDecided', undefined],
      ['DisclosureDelivered', undefined],
      ['DisclosureRead', 'pg-marat'],
      ['DisclosureAcknowledged', 'pg-marat'],
    ]);
    const [, , , acknowledged] = await readStream(agency.pool, ledgerStream(itemId, GOVERNOR));
    expect([acknowledged?.occurredAt, acknowledged?.recordedAt]).toEqual([early, two.clock.now()]);
    expect(await two.prison.count('sharing.early_receipt')).toBe(0);
  });

  it('waits with its decision for somebody who is about to acknowledge', async () => {
    const itemId = randomUUID();
    await two.raise({}, itemId, {});
    const { agency } = two.prison;
    const client = await agency.pool.connect();
    await client.query('begin');
    await enterOwnReceipt(agency, client, asked('pg-marat', ['governor']), [itemId], 'acknowledged');
    const deciding = decidedBy(itemId);
    await eventually(async () =>
      expect((await waiting()) + (await ledger(itemId, GOVERNOR)).length).toBeGreaterThan(0),
    );
    await client.query('commit');
    client.release();
    await deciding;
    expect(await typesIn(itemId, GOVERNOR)).toEqual(['Decided', 'Delivered', 'Acknowledged']);
  });

  it('is entered for nobody who opens it without a post it was disclosed to', async () => {
    const itemId = await shared();
    const analyst = asked('pi-aigerim', ['intelligence-analyst']);
    const answer = await openItem(two.prison.agency, analyst, itemId, considered(itemId, analyst));
    expect(answer.content).toBeNull();
    expect(await typesIn(itemId, GOVERNOR)).toEqual(['Decided', 'Delivered']);
  });
});
