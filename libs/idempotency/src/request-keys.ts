/**
 * Idempotency keys (draft-ietf-httpapi-idempotency-key-header), kept in the service's own database.
 *
 * Promise: of all requests with one key, by one person, on one route, one has its effect; the others get its answer, or are
 * told that it is still under way. Holds across processes and kills.
 * Invariants: answer and effect commit in one transaction, so there is never one without the other; "under way" is a lock
 * of that transaction, so a process that dies leaves no key behind that nobody can use.
 */
import { asOneTransaction } from '@gatehouse/event-store';
import type { KeyedOutcome, KeyedRequest, RunOnce } from '@gatehouse/service-kit';
import type { Clock } from '@gatehouse/service-kit/clock';
import type pg from 'pg';
import { HiddenRequest } from './hidden-request.ts';

export interface RequestKeysOptions {
  pool: pg.Pool;
  clock: Clock;
  /** base64url, 32 bytes, of the service: whoever has it can link a person to the keys he used */
  secret: string;
  /** enters with the given transaction that a kept answer was shown again; when it rejects, nothing is shown */
  onRepeated: (client: pg.PoolClient, request: KeyedRequest) => Promise<void>;
}

/** How long an answer is kept, by the clock. */
export const KEPT_FOR_MS = 24 * 3_600_000;
/** Old rows let go of at a time. */
const BATCH = 1_000;

interface Kept {
  fingerprint: Buffer;
  answer: Buffer;
}

export class RequestKeys {
  constructor(private readonly options: RequestKeysOptions) {}

  /** Runs a request, or finds what it was answered. @throws what the request threw; then it left nothing behind */
  readonly once: RunOnce = (request, run) => {
    const hidden = new HiddenRequest(this.options.secret, request);
    const whole = async (client: pg.PoolClient): Promise<KeyedOutcome> => {
      if (!(await alone(client, hidden.place))) return { outcome: 'under-way' };
      const kept = await this.#find(client, hidden.place);
      if (kept) return this.#again(client, request, hidden, kept);
      const { answer, keep } = await run();
      if (keep) await this.#keep(client, hidden, hidden.seal(answer));
      return { outcome: 'answered' };
    };
    return asOneTransaction(this.options.pool, whole, { attempts: 3 });
  };

  /** Lets go of answers that are older than they are kept. Gives their number. */
  async forgetOld(): Promise<number> {
    const { rowCount } = await this.options.pool.query(
      `delete from requests.answered where place in
         (select place from requests.answered where answered_at <= $1 order by answered_at limit ${BATCH})`,
      [this.#oldest()],
    );
    return rowCount ?? 0;
  }

  async #again(
    client: pg.PoolClient,
    request: KeyedRequest,
    hidden: HiddenRequest,
    { fingerprint, answer }: Kept,
  ): Promise<KeyedOutcome> {
    if (!fingerprint.equals(hidden.fingerprint)) return { outcome: 'other-request' };
    await this.options.onRepeated(client, request);
    return { outcome: 'repeated', answer: hidden.open(answer) };
  }

  async #find(client: pg.PoolClient, place: Buffer): Promise<Kept | undefined> {
    const { rows } = await client.query<Kept>(
      'select fingerprint, answer from requests.answered where place = $1 and answered_at > $2',
      [place, this.#oldest()],
    );
    return rows[0];
  }

  async #keep(client: pg.PoolClient, { place, fingerprint }: HiddenRequest, answer: Buffer): Promise<void> {
    await client.query(
      `insert into requests.answered (place, fingerprint, answer, answered_at) values ($1, $2, $3, $4)
       on conflict (place) do update
       set fingerprint = excluded.fingerprint, answer = excluded.answer, answered_at = excluded.answered_at`,
      [place, fingerprint, answer, this.options.clock.now()],
    );
  }

  #oldest(): Date {
    return new Date(this.options.clock.now().getTime() - KEPT_FOR_MS);
  }
}

/** True for the one transaction that works on this key; the lock goes with it, after its commit can be seen. */
const alone = async (client: pg.PoolClient, place: Buffer): Promise<boolean> => {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_xact_lock($1) as alone', [
    place.readBigInt64BE().toString(),
  ]);
  return rows[0]?.alone === true;
};
