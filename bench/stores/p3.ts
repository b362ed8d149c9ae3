// P3: one event with its audit record, in one transaction; on many streams, and on one that everybody writes to.
import { auditTrailMigrations, committed } from '@gatehouse/audit-trail';
import { eventStoreMigrations, migrate, readyEvents } from '@gatehouse/event-store';
import { AuditedWrites } from '@gatehouse/sharing';
import { randomUUID } from 'node:crypto';
import type { Row } from '../frame.ts';
import { versionOf } from '../machine.ts';
import { extentOf, forAWhile, inTurns, rowAgainst, type Contender } from '../turns.ts';
import { openBareRows } from './bare.ts';
import { emmettVersion, openEmmett } from './emmett.ts';
import { messageDbVersion, openMessageDb } from './message-db.ts';
import { withPostgres, type Database } from './postgres.ts';
import { AT, METADATA, sampleEvent, sampleRecord } from './samples.ts';
import { openSealed } from './sealed.ts';

const CLIENTS = 32;
const HOT_EVENTS = 200;

export const benchP3 = (quick: boolean): Promise<Row[]> =>
  withPostgres(async (database) => {
    const { rounds, ms } = extentOf(quick);
    const ours = await database('ours');
    await migrate(ours.pool, [eventStoreMigrations, auditTrailMigrations]);
    const [bare, emmett, write] = [
      await openBareRows(await database('bare')),
      await openEmmett(await database('emmett')),
      await openMessageDb(await database('message_db')),
    ];
    const each = (one: (client: number) => Promise<void>) => () => forAWhile({ clients: CLIENTS, ms }, one);
    const writes = new AuditedWrites(ours.pool);
    const sealed = await openSealed(database);
    const sealedWrites = new AuditedWrites(sealed.pool);
    const [ourHot, bareHot, sealedHot] = [hotStream(), hotStream(), hotStream()];
    const pg = await versionOf('pg');
    const single: Contender[] = [
      { name: 'Gatehouse', version: 'this', run: each(() => audited(ours, writes, randomUUID())) },
      { name: 'bare INSERT', version: `pg ${pg}`, run: each(() => bare.insert()), wanted: 1 },
      { name: 'Emmett', version: await emmettVersion(), run: each(() => emmett.append(randomUUID())), wanted: 4 },
      {
        name: 'message-db',
        version: await messageDbVersion(),
        run: each((client) => write(`notes${client}-${randomUUID()}`)),
        wanted: 1.7,
      },
      {
        name: 'Gatehouse, sealed under keys of items',
        version: 'this',
        run: each(() => audited(sealed, sealedWrites, randomUUID())),
      },
    ];
    const hot: Contender[] = [
      { name: 'Gatehouse', version: 'this', run: each(() => audited(ours, writes, ourHot())) },
      { name: 'bare INSERT, retried', version: `pg ${pg}`, run: each(() => bare.insertNext(bareHot())), wanted: 5 },
      {
        name: 'Gatehouse, sealed under keys of items',
        version: 'this',
        run: each(() => audited(sealed, sealedWrites, sealedHot())),
      },
    ];
    try {
      const what = `appends of one event with its audit record, ${CLIENTS} clients`;
      const row = { unit: 'a second' };
      return [
        rowAgainst(
          { ...row, id: 'P3.single', what: `${what}, each on a new stream` },
          single,
          await inTurns(single, rounds),
        ),
        rowAgainst({ ...row, id: 'P3.hot', what: `${what}, all on one stream` }, hot, await inTurns(hot, rounds)),
      ];
    } finally {
      await emmett.close();
      await sealed.close();
    }
  });

/** One command as services run it, without what it decides and promises. */
const audited = ({ pool }: Database, writes: AuditedWrites, streamId: string): Promise<void> =>
  writes.write(streamId, async (history) => ({
    events: readyEvents(pool, streamId, history.length, [sampleEvent()], { metadata: METADATA, recordedAt: AT }),
    record: committed(sampleRecord()),
    told: () => undefined,
  }));

/** A name that is another one after so many events: streams are about one thing, and end with it. */
const hotStream = (): (() => string) => {
  let events = 0;
  return () => `hot-${Math.floor(events++ / HOT_EVENTS)}`;
};
