// What a sharing service can be watched by: asked at each scrape, in one short transaction.
import { auditSamples } from '@gatehouse/audit-trail';
import { busSamples } from '@gatehouse/event-bus';
import { inTransaction, type ItemKeyStore } from '@gatehouse/event-store';
import { deciding } from '@gatehouse/policy';
import { poolSamples, workerSamples, type Sample } from '@gatehouse/service-kit';
import type { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { MessageCounts } from './incoming.ts';

/** Everything of one service. `more`: what its projections say of themselves. */
export const agencySamples = async (
  agency: Agency,
  running: { workers: Worker[]; messages: MessageCounts },
  more: ((client: pg.ClientBase, now: Date) => Promise<Sample[]>)[],
): Promise<Sample[]> => {
  const { service, pool, itemKeys } = agency;
  const fromDatabase = await inTransaction(pool, (client) => storedSamples(agency, client, more), {
    statementMs: 1_500,
  });
  return [
    ...fromDatabase,
    ...poolSamples(service, pool, 'hops'),
    ...(itemKeys ? keySamples(service, itemKeys) : []),
    ...workerSamples(service, running.workers),
    ...messageSamples(service, running.messages),
    { name: 'gatehouse_decisions_shadowed_total', service, labels: {}, value: deciding.shadowed() },
    { name: 'gatehouse_engines_diverged', service, labels: {}, value: deciding.state() === true ? 0 : 1 },
  ];
};

const storedSamples = async (
  { service, clock }: Agency,
  client: pg.ClientBase,
  more: ((client: pg.ClientBase, now: Date) => Promise<Sample[]>)[],
): Promise<Sample[]> => {
  const now = clock.now();
  const samples = [
    ...(await busSamples(client, service, now)),
    ...(await auditSamples(client, service)),
    ...(await waitingSamples(client, service)),
  ];
  for (const ask of more) samples.push(...(await ask(client, now)));
  return samples;
};

const waitingSamples = async (client: pg.ClientBase, service: string): Promise<Sample[]> => {
  const { rows } = await client.query<{ parked: number; waiting: number; held: number }>(
    `select (select count(*) from sharing.parked where dismissed_at is null)::integer as parked,
       (select count(*) from sharing.waiting)::integer as waiting, (select count(*) from sharing.held)::integer as held`,
  );
  return rows.flatMap(({ parked, waiting, held }): Sample[] => [
    { name: 'gatehouse_parked_messages', service, labels: {}, value: parked },
    { name: 'gatehouse_waiting_messages', service, labels: {}, value: waiting },
    { name: 'gatehouse_held_items', service, labels: {}, value: held },
  ]);
};

const keySamples = (service: string, itemKeys: ItemKeyStore): Sample[] => {
  const { hits, misses, made, cached } = itemKeys.counts();
  const lookUps = { name: 'gatehouse_item_key_look_ups_total', service } as const;
  return [
    { ...lookUps, labels: { answered_by: 'cache' }, value: hits },
    { ...lookUps, labels: { answered_by: 'store' }, value: misses },
    { name: 'gatehouse_item_keys_made_total', service, labels: {}, value: made },
    { name: 'gatehouse_item_keys_cached', service, labels: {}, value: cached },
  ];
};

const messageSamples = (service: string, counts: MessageCounts): Sample[] =>
  Object.entries(counts).flatMap(([lane, outcomes]) =>
    Object.entries(outcomes).map(([outcome, value]) => ({
      name: 'gatehouse_bus_messages_total' as const,
      service,
      labels: { lane, outcome },
      value,
    })),
  );
