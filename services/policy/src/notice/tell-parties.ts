// Tells each party over the bus what became of its instruments. Promise: what was committed reaches every party that has a lane here,
// in the order it happened, and stands in the outbox until that party's receipt; a party whose keys no bundle names is told all of it
// once one does and the next thing happens.
import { inTransaction, readStreams } from '@gatehouse/event-store';
import { canBeTold, sendLiaison, type InstrumentNotice } from '@gatehouse/liaison';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { instrumentStream, type InstrumentEvent } from '../instrument/instrument.events.ts';
import { foldedInstrument } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { workingGroupStream, type WorkingGroupEvent } from '../working-group/working-group.events.ts';
import { loadCompleted } from '../cut-off/load-completed.ts';
import { noticeOfCutOff, noticesOf } from './notices.ts';

/** Notices in one message. */
const TOGETHER = 100;

/** What happened in one stream; each notice says who is told of it. */
interface Tale {
  streamId: string;
  notices: InstrumentNotice[];
}

export class TellParties {
  readonly worker: Worker;

  /** @param parties those that have a lane here */
  constructor(
    private readonly registry: Registry,
    private readonly parties: readonly string[],
    onFault: (fault: unknown, worker: string) => void,
  ) {
    this.worker = new Worker({ name: 'notices', step: () => this.runOnce(), idleMs: 500, onFault });
  }

  start(): void {
    this.worker.start();
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  /** @returns how many messages it put into the outbox */
  async runOnce(): Promise<number> {
    const { agency } = this.registry;
    if (!agency.keeper.current() || (await behind(agency.pool)).length === 0) return 0;
    return inTransaction(agency.pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('gatehouse.registry.notices', 0))`);
      // What is committed after the count was read is counted the next time, and told once: places say what was.
      const due = await behind(client);
      const tales = await talesOf(
        client,
        due.map(({ id }) => id),
      );
      let sent = 0;
      for (const party of this.parties) if (canBeTold(agency, party)) sent += await this.#tell(client, party, tales);
      await noteTold(client, due);
      return sent;
    });
  }

  async #tell(client: pg.PoolClient, party: string, tales: Tale[]): Promise<number> {
    const places = await placesOf(client, party);
    const its = tales
      .map(({ streamId, notices }) => ({ streamId, notices: notices.filter(({ parties }) => parties.includes(party)) }))
      .filter(({ notices }) => notices.length > 0);
    const news = its.flatMap(({ streamId, notices }) => notices.slice(places.get(streamId) ?? 0));
    const messages = Math.ceil(news.length / TOGETHER);
    for (let n = 0; n < messages; n += 1) {
      const notices = news.slice(n * TOGETHER, (n + 1) * TOGETHER);
      await sendLiaison(this.registry.agency, client, party, { kind: 'notices', notices });
    }
    for (const { streamId, notices } of its) await keepPlace(client, { party, streamId, place: notices.length });
    return messages;
  }
}

interface Due {
  id: string;
  known: string;
}

/** Instruments of which more has happened than was told. */
const behind = async (queryable: pg.Pool | pg.ClientBase): Promise<Due[]> => {
  const { rows } = await queryable.query<Due>(
    `select instrument_id as id, changes + acts as known from registry.instrument where changes + acts > told order by instrument_id`,
  );
  return rows;
};

const noteTold = async (client: pg.ClientBase, due: Due[]): Promise<void> => {
  await client.query(
    `update registry.instrument i set told = d.known from unnest($1::text[], $2::bigint[]) as d (id, known)
     where i.instrument_id = d.id`,
    [due.map(({ id }) => id), due.map(({ known }) => known)],
  );
};

const talesOf = async (client: pg.ClientBase, ids: string[]): Promise<Tale[]> => {
  const instruments = await readStreams<InstrumentEvent>(client, ids.map(instrumentStream));
  const groups = await readStreams<WorkingGroupEvent>(client, ids.map(workingGroupStream));
  const cutOffs = await loadCompleted(client, ids);
  return ids.flatMap((id) => {
    const [own, ofGroup] = [instruments.get(instrumentStream(id)) ?? [], groups.get(workingGroupStream(id)) ?? []];
    const instrument = foldedInstrument(own);
    if (instrument.status === 'none') return [];
    return [
      { streamId: instrumentStream(id), notices: noticesOf(instrument, own, own) },
      { streamId: workingGroupStream(id), notices: noticesOf(instrument, own, ofGroup) },
      ...(cutOffs.get(id) ?? []).map((one) => ({
        streamId: one.streamId,
        notices: [noticeOfCutOff(instrument, own, one)],
      })),
    ];
  });
};

const placesOf = async (client: pg.ClientBase, party: string): Promise<Map<string, number>> => {
  const { rows } = await client.query<{ stream_id: string; place: number }>(
    'select stream_id, place from registry.told where party = $1',
    [party],
  );
  return new Map(rows.map(({ stream_id, place }) => [stream_id, place]));
};

const keepPlace = async (
  client: pg.ClientBase,
  { party, streamId, place }: { party: string; streamId: string; place: number },
): Promise<void> => {
  await client.query(
    `insert into registry.told (party, stream_id, place) values ($1, $2, $3)
     on conflict (party, stream_id) do update set place = excluded.place`,
    [party, streamId, place],
  );
};
