// P12: what the same work takes when there is a hundred times as much: an append with its audit record, a page of the inbox from
// anywhere in it, a record's answer with its inclusion proof. Small and large stand beside each other and are asked in turns.
import { committed } from '@gatehouse/audit-trail';
import { generatePartyKeys } from '@gatehouse/crypto';
import { readyEvents } from '@gatehouse/event-store';
import { candidates, InboxRow } from '@gatehouse/inbox';
import { verifyRecord } from '@gatehouse/oversight/verifier';
import { AuditedWrites } from '@gatehouse/sharing';
import { stillBus } from '@gatehouse/event-bus/still-bus';
import { randomInt, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Row } from '../frame.ts';
import { KEEPER, openLog, PARTY, type OpenLog } from '../log/oversight.ts';
import { median, rounded, spreadOf } from '../statistics.ts';
import { withPostgres, type Database } from '../stores/postgres.ts';
import { AT, METADATA, sampleEvent, sampleRecord } from '../stores/samples.ts';
import { forAWhile, inTurns } from '../turns.ts';
import { EVENTS_OF_A_STREAM, fillLog, fillStore } from './fill.ts';

interface Grown {
  events: number;
  store: Database;
  readModel: DataSource;
  log: OpenLog;
}

/** @param large ten million instead of one: half an hour of filling */
export const benchP12 = (quick: boolean, large: boolean): Promise<Row[]> =>
  withPostgres(async (database) => {
    const sizes = quick ? [10_000, 50_000] : [10_000, large ? 10_000_000 : 1_000_000];
    const grown: Grown[] = [];
    try {
      for (const events of sizes) grown.push(await grow(database, events));
      const [small, big] = grown as [Grown, Grown];
      const extent = quick ? { rounds: 1, ms: 1_000 } : { rounds: 5, ms: 2_000 };
      const measured = async (id: string, goal: number, what: string, one: (of: Grown) => () => Promise<void>) => {
        const run = (of: Grown) => {
          const asked = one(of);
          return { name: String(of.events), version: '', run: () => forAWhile({ clients: 4, ms: extent.ms }, asked) };
        };
        const figures = await inTurns([run(big), run(small)], extent.rounds);
        return growthRow(`P12.${id}`, goal, `${what}: ${big.events} events against ${small.events}`, figures);
      };
      return [
        await measured('append', 1.2, 'an append with its audit record', appending),
        await measured('page', 1.3, 'a page of the inbox, from anywhere in it', paging),
        await measured('proof', 2, 'an audit record answered with its inclusion proof', proving),
      ];
    } finally {
      for (const { log, readModel } of grown) {
        await log.close();
        await readModel.destroy();
      }
    }
  });

const growthRow = (id: string, goal: number, what: string, [big = [], small = []]: number[][]): Row => {
  const times = small.map((rate, round) => rounded(rate / (big[round] ?? 0), 2));
  const figure = rounded(median(small) / median(big), 2);
  const peers = [{ name: 'a second at the small size', version: 'this', figure: rounded(median(small), 0) }];
  return {
    id,
    what,
    figure,
    unit: 'times the time',
    goal,
    met: figure <= goal,
    peers,
    control: null,
    spread: spreadOf(times),
    conditions: null,
  };
};

const grow = async (database: (name: string) => Promise<Database>, events: number): Promise<Grown> => {
  const [store, keeping] = [await database(`store_${events}`), await database(`log_${events}`)];
  const readModel = await fillStore(store, events);
  const log = await openLog(keeping, stillBus, await generatePartyKeys(KEEPER), await generatePartyKeys(PARTY));
  await fillLog(keeping, log, events);
  const { record, checkpoint } = await log.ask(events);
  verifyRecord({ record, checkpoint, vkey: log.vkey });
  return { events, store, readModel, log };
};

const appending = ({ store }: Grown): (() => Promise<void>) => {
  const writes = new AuditedWrites(store.pool);
  return () => {
    const streamId = randomUUID();
    return writes.write(streamId, async ({ length }) => ({
      events: readyEvents(store.pool, streamId, length, [sampleEvent()], { metadata: METADATA, recordedAt: AT }),
      record: committed(sampleRecord()),
      told: () => undefined,
    }));
  };
};

const paging = ({ readModel, events }: Grown): (() => Promise<void>) => {
  const rows = readModel.getRepository(InboxRow);
  return async () => {
    const position = String(randomInt(1, events / EVENTS_OF_A_STREAM - 100));
    const page = await candidates(rows, {}, { immediate: false, position }, AT);
    if (page.length === 0) throw new Error('an empty page');
  };
};

const proving =
  ({ log, events }: Grown): (() => Promise<void>) =>
  async () => {
    const { record } = await log.ask(randomInt(1, events));
    if (!record.integrated) throw new Error('a record without a proof');
  };
