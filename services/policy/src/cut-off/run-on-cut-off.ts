// Every step of a cut-off takes this way: decided on its stream, with its audit row and the row it is found by, in one transaction.
import { record } from '@gatehouse/audit-trail';
import { evolved, readStream, readStreams, runDecider } from '@gatehouse/event-store';
import { auditRecord, type Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { markActed } from '../instrument/mark-acted.ts';
import { INSTRUMENT_RECORD } from '../registry.ts';
import { cutOffDecider, type BegunCutOff, type CutOff, type CutOffCommand } from './cut-off.decider.ts';
import { cutOffStream, type CutOffEvent } from './cut-off.events.ts';

/**
 * Decides with the caller's transaction. No person asked for it, so a refusal or a step already taken leaves nothing behind.
 * @returns what happened
 */
export const runOnCutOff = async (
  agency: Agency,
  client: pg.PoolClient,
  command: CutOffCommand,
): Promise<CutOffEvent['type'][]> => {
  const { instrumentId, bundleVersion, by, at } = command.data;
  const correlationId = agency.newId();
  const context = { metadata: { correlationId }, recordedAt: agency.clock.now() };
  const ran = await runDecider(client, cutOffDecider, cutOffStream(instrumentId, bundleVersion), command, context);
  if (ran.outcome === 'refused' || ran.events.length === 0) return [];
  const unit = 'service' in command.data ? command.data.service : null;
  const actor = { agency: by.agency, person: null, unit, roles: [] };
  const item = { id: instrumentId, product: INSTRUMENT_RECORD };
  const done = { event: 'command-accepted', operation: 'alteration', action: command.type, item, actor } as const;
  await record(client, auditRecord(agency, { ...done, correlationId }));
  if (ran.state.status === 'begun') await keepFound(client, ran.state, at);
  if (ran.events.some(({ type }) => type === 'CutOffCompleted')) await markActed(client, instrumentId);
  return ran.events.map(({ type }) => type);
};

const keepFound = async (client: pg.PoolClient, cutOff: BegunCutOff, at: string): Promise<void> => {
  const { instrumentId, bundleVersion } = cutOff.begun;
  const isAcknowledged = cutOff.services.every(({ state }) => state === 'ACKNOWLEDGED');
  await client.query(
    `insert into registry.cut_off (instrument_id, bundle_version, begun_at, is_complete, is_acknowledged)
     values ($1, $2, $3, $4, $5) on conflict (instrument_id, bundle_version)
     do update set is_complete = excluded.is_complete, is_acknowledged = excluded.is_acknowledged`,
    [instrumentId, bundleVersion, at, cutOff.completedAt !== null, isAcknowledged],
  );
};

export const loadCutOff = async (
  queryable: pg.Pool | pg.ClientBase,
  { instrumentId, bundleVersion }: { instrumentId: string; bundleVersion: number },
): Promise<CutOff> => folded(await readStream<CutOffEvent>(queryable, cutOffStream(instrumentId, bundleVersion)));

/** The cut-offs of an instrument, the newest first. */
export const loadCutOffs = async (queryable: pg.Pool | pg.ClientBase, instrumentId: string): Promise<BegunCutOff[]> => {
  const { rows } = await queryable.query<{ version: string }>(
    'select bundle_version as version from registry.cut_off where instrument_id = $1 order by bundle_version desc',
    [instrumentId],
  );
  if (rows.length === 0) return [];
  const streams = rows.map(({ version }) => cutOffStream(instrumentId, Number(version)));
  const events = await readStreams<CutOffEvent>(queryable, streams);
  return streams.flatMap((stream) => {
    const cutOff = folded(events.get(stream) ?? []);
    return cutOff.status === 'begun' ? [cutOff] : [];
  });
};

const folded = (events: Parameters<typeof evolved<CutOff, CutOffEvent>>[2]): CutOff =>
  evolved<CutOff, CutOffEvent>(cutOffDecider, cutOffDecider.initial(), events);
