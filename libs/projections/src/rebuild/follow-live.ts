// Brings the rows beside to where the live ones are, batch by batch, each with its checkpoint in one transaction.
import { inTransactionOn, readAll, type Cursor, type RecordedEvent } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import { notAfter, readCheckpoint, sameCursor, writeCheckpoint } from '../checkpoint.ts';
import type { Projection } from '../projection.ts';
import { schemaBeside, workIn } from '../schema.ts';

export interface Step {
  applied: number;
  /** whether the live rows were no further when this was asked */
  arrived: boolean;
}

/**
 * Applies the next events to the rows beside, none that the live rows have not seen.
 * @throws TerminalFault 'rebuild-ahead' when the live rows are behind (were themselves begun again), 'projection-writes-elsewhere';
 *   what applying threw: then nothing of the batch stands
 */
export const followLive = async (client: pg.ClientBase, projection: Projection, batch: number): Promise<Step> => {
  const live = await readCheckpoint(client, projection.name);
  const from = await readCheckpoint(client, projection.name, schemaBeside(projection.name));
  if (sameCursor(live, from)) return { applied: 0, arrived: true };
  const seen = (event: RecordedEvent): boolean => live !== null && notAfter(event.cursor, live);
  const events = (await readAll(client, from, batch)).filter(seen);
  const to = events.at(-1)?.cursor;
  if (!to)
    throw new TerminalFault(`the live rows of ${projection.name} are behind those beside`, { code: 'rebuild-ahead' });
  await applied(
    client,
    projection,
    events.filter(({ erased }) => !erased),
    to,
  );
  return { applied: events.length, arrived: sameCursor(live, to) };
};

const applied = async (
  client: pg.ClientBase,
  projection: Projection,
  events: RecordedEvent[],
  to: Cursor,
): Promise<void> => {
  const beside = schemaBeside(projection.name);
  await inTransactionOn(client, async () => {
    await workIn(client, beside);
    // What a rebuild does belongs to no trace.
    if (projection.applyAll) await projection.applyAll(client, events);
    else for (const event of events) await projection.apply(client, event);
    await writeCheckpoint(client, projection.name, to, beside);
    await checkNothingElse(client, projection, beside);
    failpoint('rebuild.before-commit');
  });
  failpoint('rebuild.after-commit');
};

/**
 * A statement that names the live schema would change live rows a second time. What a transaction has written to it holds a lock on
 * to its end.
 */
const checkNothingElse = async (client: pg.ClientBase, { name }: Projection, beside: string): Promise<void> => {
  const { rows } = await client.query<{ elsewhere: string }>(
    `select relation::regclass::text as elsewhere
     from pg_locks join pg_class c on c.oid = relation join pg_namespace s on s.oid = relnamespace
     where pid = pg_backend_pid() and mode = 'RowExclusiveLock' and relkind = 'r' and nspname <> $1`,
    [beside],
  );
  if (rows[0])
    throw new TerminalFault(`${name} writes to ${rows[0].elsewhere}, which is not among its tables`, {
      code: 'projection-writes-elsewhere',
    });
};
