// With each bundle a cut-off begins for every instrument that it takes something of: in the transaction that makes the bundle durable, so
// that no bundle leaves whose acknowledgements nobody waits for.
import { olderLeasesUntil, type Bundle } from '@gatehouse/policy';
import type pg from 'pg';
import type { InstrumentEvent } from '../instrument/instrument.events.ts';
import type { loadInstruments } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { runOnCutOff } from './run-on-cut-off.ts';

/** Steps that take something away, or may: whether an amendment is narrower is not for a machine to be sure of. */
const TAKES: InstrumentEvent['type'][] = ['MouSuspended', 'MouAmended', 'MouExpired', 'MouTerminated', 'MouWoundDown'];

type Known = Awaited<ReturnType<typeof loadInstruments>>;

/**
 * @param known the instruments as the bundle was made of them
 * @param services whose acknowledgement is waited for
 */
export const beginCutOffs = async (
  { agency }: Pick<Registry, 'agency'>,
  client: pg.PoolClient,
  { known, bundle, services }: { known: Known; bundle: Bundle; services: readonly string[] },
): Promise<void> => {
  const { rows } = await client.query<{ id: string; bundled_events: number }>(
    'select instrument_id as id, bundled_events from registry.instrument',
  );
  const before = new Map(rows.map(({ id, bundled_events }) => [id, bundled_events]));
  const by = { agency: agency.party, person: null };
  for (const { instrument, events } of known) {
    const taking = events.slice(before.get(instrument.id) ?? 0).filter(({ type }) => TAKES.includes(type as never));
    if (taking.length === 0) continue;
    const data = {
      instrumentId: instrument.id,
      bundleVersion: bundle.version,
      by,
      at: bundle.issuedAt,
      steps: taking.map(({ type }) => type),
      suspensions: taking.flatMap((event) => suspensionOf(event.data)),
      services: [...services],
      leaseUntil: olderLeasesUntil(bundle),
    };
    await runOnCutOff(agency, client, { type: 'BeginCutOff', data });
  }
  await client.query(
    `update registry.instrument i set bundled_events = k.events from unnest($1::text[], $2::integer[]) as k (id, events)
     where i.instrument_id = k.id and i.bundled_events < k.events`,
    [known.map(({ instrument }) => instrument.id), known.map(({ events }) => events.length)],
  );
};

const suspensionOf = (data: object): string[] =>
  'suspensionId' in data && typeof data.suspensionId === 'string' ? [data.suspensionId] : [];
