// Promise: each committed record of a source gets one number, densely from 1, and reaches the bus in number order, at
// least once. A crash between any two steps leaves no gap, gives no number twice, and loses nothing.
//
// Invariants:
// - Numbers follow (transaction id, sequence) below pg_snapshot_xmin: no transaction that could still commit a smaller
//   place is running. A row above pg_snapshot_xmax was restored from another cluster and is numbered as it stands.
// - One sequencer of a source at a time: a session lock, gone with its connection.
// - A number is committed before it is shipped, and marked shipped after the bus has acknowledged it.
import type { Bus } from '@gatehouse/event-bus';
import { failpoint } from '@gatehouse/failpoints';
import type { Clock } from '@gatehouse/service-kit/clock';
import { Worker } from '@gatehouse/service-kit/worker';
import type pg from 'pg';
import { inMessages, type ShippedRecord } from './shipped-record.ts';

export interface SequencerOptions {
  pool: pg.Pool;
  bus: Bus;
  /** see auditTopic */
  topic: string;
  source: string;
  clock: Clock;
  /** milliseconds between empty rounds, at the most; default 200 */
  pollMs?: number;
  /** makes one message of records (see sealedTo); without it they travel as plain JSON, which a keeper of sealed ones refuses */
  seal?: (shipped: readonly ShippedRecord[]) => Promise<string>;
  onFault?: (fault: unknown, name: string) => void;
}

// Large enough to share a commit and a broker round trip, small enough to hold in memory.
const BATCH = 500;
// Numbered within a second (ruling 10): what comes within a tenth of one shares a commit and a message to the broker.
const GATHER_MS = 100;

export class Sequencer {
  readonly worker: Worker;

  constructor(private readonly options: SequencerOptions) {
    const { source, pollMs = 200, onFault } = options;
    this.worker = new Worker({
      name: `sequencer ${source}`,
      step: () => this.runOnce(),
      idleMs: pollMs,
      gatherMs: GATHER_MS,
      full: BATCH,
      ...(onFault && { onFault }),
    });
  }

  start(): void {
    this.worker.start();
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  /** Numbers and ships one batch. Gives how many records it numbered or shipped; 0 also while another sequencer works. */
  async runOnce(): Promise<number> {
    if (!(await this.#waits())) return 0;
    const client = await this.options.pool.connect();
    let clean = false;
    // A connection that dies while the bus is waited for says so by an event; unheard, it would end the process.
    const onError = (): void => undefined;
    client.on('error', onError);
    try {
      if (!(await this.#lock(client))) {
        clean = true;
        return 0;
      }
      const numbered = await this.#number(client);
      const shipped = await this.#ship(client);
      await client.query('select pg_advisory_unlock_all()');
      clean = true;
      return Math.max(numbered, shipped);
    } finally {
      // After a fault the connection is closed, and the lock goes with it.
      client.off('error', onError);
      client.release(!clean);
    }
  }

  /** Looked at before anything is locked or written: most rounds find nothing, and must cost next to nothing. */
  async #waits(): Promise<boolean> {
    const { rows } = await this.options.pool.query<{ waits: boolean }>({
      name: 'audit-waits',
      text: 'select exists (select from audit.record where source = $1 and shipped_at is null) as waits',
      values: [this.options.source],
    });
    return rows[0]?.waits === true;
  }

  async #lock(client: pg.PoolClient): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [`audit-sequencer ${this.options.source}`],
    );
    return rows[0]?.locked === true;
  }

  async #number(client: pg.PoolClient): Promise<number> {
    await client.query('begin');
    await client.query('insert into audit.source (source) values ($1) on conflict do nothing', [this.options.source]);
    const { rowCount } = await client.query(
      `with horizon as (
         select pg_snapshot_xmin(s) as lowest_running, pg_snapshot_xmax(s) as not_yet_given from pg_current_snapshot() s
       ), fresh as (
         select record_id, row_number() over (order by transaction_id, sequence) as place
           from audit.record, horizon
          where source = $1 and number is null and (transaction_id < lowest_running or transaction_id >= not_yet_given)
          order by transaction_id, sequence limit $2
       ), given as (
         update audit.source set last_number = last_number + (select count(*) from fresh)
          where source = $1 returning last_number - (select count(*) from fresh) as before
       )
       update audit.record r set number = given.before + fresh.place from fresh, given where r.record_id = fresh.record_id`,
      [this.options.source, BATCH],
    );
    failpoint('sequence.before-commit');
    await client.query('commit');
    failpoint('sequence.after-commit');
    return rowCount ?? 0;
  }

  async #ship(client: pg.PoolClient): Promise<number> {
    const { source, topic, bus, clock } = this.options;
    const { rows } = await client.query<{ number: string; record: string; salt: Buffer }>(
      'select number, record, salt from audit.record where source = $1 and number is not null and shipped_at is null order by number limit $2',
      [source, BATCH],
    );
    if (rows.length === 0) return 0;
    const seal = this.options.seal ?? (async (shipped: readonly ShippedRecord[]) => JSON.stringify(shipped));
    const shipped = rows.map(({ number, record, salt }) => ({
      source,
      number: Number(number),
      record,
      salt: salt.toString('base64url'),
    }));
    const values = await Promise.all(inMessages(shipped).map(seal));
    // One key for the whole source: one partition, one order.
    await bus.publish(values.map((value) => ({ topic, key: source, value, headers: {} })));
    failpoint('ship.after-acknowledgement');
    await client.query(
      'update audit.record set shipped_at = $3 where source = $1 and number = any($2) and shipped_at is null',
      [source, rows.map(({ number }) => number), clock.now()],
    );
    return rows.length;
  }
}
