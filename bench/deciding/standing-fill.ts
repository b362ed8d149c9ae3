// So many disclosures as a country has standing: real items, sealed each with its own key, and a ledger entry for each recipient, copied from
// one that the share hop really made.
import { inTransaction, readStream, startStreams } from '@gatehouse/event-store';
import type { BundleInstrument } from '@gatehouse/policy';
import { ledgerStream, type Agency, type DisclosureDecided } from '@gatehouse/sharing';
import { instrument, POLICE, type TwoAgencies } from '@gatehouse/sharing/two-agencies';
import { randomUUID } from 'node:crypto';

export const PARTIES = [POLICE, ...[2, 3, 4, 5, 6].map((n) => `kz-party-${n}`)];
const ITEMS_AT_ONCE = 500;

/** The memorandum with one party, in its version 1, or amended by which the account of what is feared goes no more. */
export const memorandumWith = (party: string, amended: boolean): BundleInstrument => {
  const name = `kz-prisons-${party === POLICE ? 'police' : party.slice(3)}`;
  // What is on both sides of the name of the agreement stays what it is.
  const renamed: [string, string][] =
    party === POLICE
      ? []
      : [
          ['id: kz-prisons-police', `id: ${name}`],
          ['id: kz-police,', `id: ${party},`],
          ...Array.from({ length: 40 }, (): [string, string] => ['kz-police', party]),
        ];
  const first = instrument('kz-prisons-police', renamed);
  if (!amended) return { state: 'IN_FORCE', compiled: first };
  const narrower = instrument('kz-prisons-police', [
    ...renamed,
    ['version: 1\n', 'version: 2\n'],
    ['      - nature\n', ''],
  ]);
  return {
    state: 'IN_FORCE',
    compiled: narrower,
    history: [
      { version: 1, effectiveFrom: '2026-01-01T00:00:00Z', compiled: first },
      { version: 2, effectiveFrom: '2026-11-23T09:00:00Z', compiled: narrower },
    ],
  };
};

/** Every party holds each of so many items. */
export const fill = async (two: TwoAgencies, items: number): Promise<void> => {
  const { agency } = two.prison;
  const { envelope } = await two.released();
  const [sample] = await readStream<DisclosureDecided>(agency.pool, ledgerStream(envelope.itemId, POLICE));
  for (let filled = 1; filled < items; filled += ITEMS_AT_ONCE)
    await someItems(agency, sample!.data, Math.min(ITEMS_AT_ONCE, items - filled));
  await agency.pool.query(
    `insert into sharing.holder (item_id, recipient, product, disclosure_id, released_at, stream_id, version)
     select data ->> 'itemId', data ->> 'recipient', data ->> 'product', (data ->> 'disclosureId')::uuid, recorded_at,
       'raised-' || (data ->> 'itemId'), 1
     from store.events where type = 'DisclosureDecided' on conflict do nothing`,
  );
  await agency.pool.query('vacuum analyze');
};

const someItems = async (agency: Agency, sample: DisclosureDecided['data'], count: number): Promise<void> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  await agency.itemKeys?.make(ids.map((id) => `raised-${id}`));
  const entry = (itemId: string, recipient: string, place: number) => ({
    streamId: ledgerStream(itemId, recipient),
    event: {
      type: 'DisclosureDecided' as const,
      data: {
        ...sample,
        itemId,
        recipient,
        disclosureId: randomUUID(),
        messageId: randomUUID(),
        delivery: underOwn(sample.delivery, place),
        publication: underOwn(sample.publication, place),
      },
    },
  });
  const context = { metadata: { correlationId: randomUUID(), purpose: 'INVESTIGATE' }, recordedAt: agency.clock.now() };
  await inTransaction(agency.pool, async (client) => {
    const raised = ids.map((itemId) => ({
      streamId: `raised-${itemId}`,
      event: { type: 'Raised', data: { itemId, change: {}, whole: {} } },
    }));
    await startStreams(client, raised, context);
    for (const [place, party] of PARTIES.entries())
      await startStreams(
        client,
        ids.map((itemId) => entry(itemId, party, place)),
        context,
      );
  });
};

/** Each party's disclosures stand under its own memorandum. */
const underOwn = (decision: DisclosureDecided['data']['delivery'], place: number) => ({
  ...decision,
  agreements: [place === 0 ? 'kz-prisons-police@1' : `kz-prisons-party-${place + 1}@1`],
});
