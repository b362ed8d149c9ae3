// P4: a hundred events in one transaction.
import { append, eventStoreMigrations, inTransaction, migrate } from '@gatehouse/event-store';
import { randomUUID } from 'node:crypto';
import type { Row } from '../frame.ts';
import { versionOf } from '../machine.ts';
import { extentOf, forAWhile, inTurns, rowAgainst, type Contender } from '../turns.ts';
import { openCopied } from './copied.ts';
import { emmettVersion, openEmmett } from './emmett.ts';
import { withPostgres } from './postgres.ts';
import { AT, METADATA, sampleEvent } from './samples.ts';

const BATCH = 100;
const CLIENTS = 4;

export const benchP4 = (quick: boolean): Promise<Row[]> =>
  withPostgres(async (database) => {
    const { rounds, ms } = extentOf(quick);
    const ours = await database('ours');
    await migrate(ours.pool, [eventStoreMigrations]);
    const [copy, emmett] = [await openCopied(ours), await openEmmett(await database('emmett'))];
    const batches = (one: () => Promise<unknown>) => () =>
      forAWhile({ clients: CLIENTS, ms, done: BATCH }, async () => void (await one()));
    const appended = () =>
      inTransaction(ours.pool, (client) => {
        const events = Array.from({ length: BATCH }, (_, n) => sampleEvent(n));
        return append(client, randomUUID(), 0, events, { metadata: METADATA, recordedAt: AT });
      });
    const contenders: Contender[] = [
      { name: 'Gatehouse', version: 'this', run: batches(appended) },
      {
        name: 'COPY',
        version: `pg-copy-streams ${await versionOf('pg-copy-streams')}`,
        run: batches(() => copy(BATCH)),
        wanted: 0.8,
      },
      {
        name: 'Emmett',
        version: await emmettVersion(),
        run: batches(() => emmett.append(randomUUID(), BATCH)),
        wanted: 1.8,
      },
    ];
    try {
      const what = `events appended, ${BATCH} in a transaction, ${CLIENTS} clients`;
      return [rowAgainst({ id: 'P4', what, unit: 'events/s' }, contenders, await inTurns(contenders, rounds))];
    } finally {
      await emmett.close();
    }
  });
