// Issues the signed bundle after every change of an instrument, and again each minute so that its age tells whether a service still
// hears us. Promise: a change that was committed is in a bundle that is durable here before it is published, and is published until
// the bus has acknowledged it; versions grow, across restarts and processes as well.
import type { PublicPartyKeys } from '@gatehouse/crypto';
import type { Bus } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { bundleTopic, signBundle, type Bundle, type BundleInstrument } from '@gatehouse/policy';
import { Worker } from '@gatehouse/service-kit/worker';
import type { Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { beginCutOffs } from '../cut-off/begin-cut-offs.ts';
import { loadInstruments } from '../instrument/run-on-instrument.ts';
import { registeredKeys } from '../party/run-on-party.ts';
import { bundled } from './bundled.ts';
import { signersOfAll } from './signers-of-all.ts';

const EVERY_MS = 60_000;
/** Seconds after which disclosures to other parties stop when no bundle came (ruling 1 names what goes on). */
const MAX_AGE_S = 900;
/** Bytes from which on a broker that takes a megabyte is soon to take none. */
const NEARLY_FULL = 900_000;

export interface Issues {
  agency: Agency;
  bus: Bus;
  /** whom items are encrypted to, and who signs them */
  parties: readonly PublicPartyKeys[];
  /** services whose acknowledgement a cut-off waits for */
  followers: readonly string[];
  /** for development and tests: how instruments stand in the bundle instead */
  states?: Record<string, Partial<BundleInstrument>>;
  onFault: (fault: unknown, worker: string) => void;
}

interface Issued {
  version: number;
  text: string;
}

export class BundleIssuer {
  readonly worker: Worker;
  readonly #issues: Issues;

  constructor(issues: Issues) {
    this.#issues = issues;
    this.worker = new Worker({ name: 'bundle', step: () => this.#step(), idleMs: 250, onFault: issues.onFault });
  }

  start(): void {
    this.worker.start();
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }

  /** Issues and publishes now, whether or not anything changed. @returns the version */
  async publish(): Promise<number> {
    const issued = await this.#issue(true);
    await this.#everywhere(issued);
    return issued?.version ?? 0;
  }

  /** Whether something changed that no bundle says yet, or the last one is a minute old. */
  isDue(): Promise<boolean> {
    return this.#due(this.#issues.agency.pool);
  }

  async #step(): Promise<number> {
    const issued = await this.#issue(false);
    return (await this.#everywhere(issued)) + (issued === null ? 0 : 1);
  }

  /** To the others first: taking it into use here takes as long as it takes there. */
  async #everywhere(issued: Issued | null): Promise<number> {
    try {
      return await this.#publish();
    } finally {
      if (issued) await this.#issues.agency.keeper.accept(issued.text);
    }
  }

  /** One at a time, in whatever process. Changes that commit after the instruments were read make the next one due. */
  async #issue(anyway: boolean): Promise<Issued | null> {
    const { agency } = this.#issues;
    if (!anyway && !(await this.isDue())) return null;
    return inTransaction(agency.pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('gatehouse.registry.bundle', 0))`);
      if (!anyway && !(await this.#due(client))) return null;
      return this.#signed(client);
    });
  }

  async #due(queryable: pg.Pool | pg.ClientBase): Promise<boolean> {
    const { rows } = await queryable.query<{ behind: boolean; last: Date | null }>(
      `select exists (select from registry.instrument where changes > bundled)
           or exists (select from registry.signing_key_change where changes > bundled) as behind,
         (select max(issued_at) from registry.bundle) as last`,
    );
    const { behind = false, last = null } = rows[0] ?? {};
    return behind || last === null || this.#issues.agency.clock.now().getTime() - last.getTime() >= EVERY_MS;
  }

  async #signed(client: pg.PoolClient): Promise<Issued> {
    const { agency, followers: services } = this.#issues;
    const { rows: read } = await client.query<{ id: string; changes: string; behind: boolean }>(
      'select instrument_id as id, changes, changes > bundled as behind from registry.instrument',
    );
    const { rows: keys } = await client.query<{ changes: string }>('select changes from registry.signing_key_change');
    const known = await loadInstruments(client);
    const bundle = await this.#bundle(client, known);
    const text = await signBundle(bundle, agency.keys);
    if (text.length > NEARLY_FULL) agency.alarm('BUNDLE_TOO_LARGE', { bytes: text.length, limit: NEARLY_FULL });
    const followsChange = read.some(({ behind }) => behind);
    await client.query(
      `insert into registry.bundle (version, issued_at, jws, follows_change) values ($1, $2, $3, $4)`,
      [bundle.version, bundle.issuedAt, text, followsChange],
    );
    await client.query('delete from registry.bundle where not follows_change and version < $1', [bundle.version]);
    await client.query(
      `update registry.instrument i set bundled = r.changes
       from unnest($1::text[], $2::bigint[]) as r (id, changes) where i.instrument_id = r.id and i.bundled < r.changes`,
      [read.map(({ id }) => id), read.map(({ changes }) => changes)],
    );
    await client.query('update registry.signing_key_change set bundled = greatest(bundled, $1)', [
      keys[0]?.changes ?? 0,
    ]);
    await beginCutOffs({ agency }, client, { known, bundle, services });
    return { version: bundle.version, text };
  }

  async #bundle(client: pg.ClientBase, known: Awaited<ReturnType<typeof loadInstruments>>): Promise<Bundle> {
    const { agency, parties, states = {} } = this.#issues;
    const at = agency.clock.now();
    const { rows } = await client.query<{ last: string | null }>('select max(version) as last from registry.bundle');
    const instruments = known.flatMap(({ instrument }) => {
      const entry = this.#entry(instrument, at);
      return entry ? [{ ...entry, ...states[instrument.id] }] : [];
    });
    const signers = signersOfAll(known.map(({ instrument }) => instrument));
    return {
      // Bundles were numbered by their instant before they had a life-cycle: a number is never below it.
      version: Math.max(Number(rows[0]?.last ?? 0) + 1, at.getTime()),
      issuedAt: at.toISOString(),
      maxAgeSeconds: MAX_AGE_S,
      instruments,
      parties: [...parties],
      signingKeys: await registeredKeys(client, signers),
    };
  }

  // One that cannot be said must not keep the others from being said, nor stand as it did before.
  #entry(instrument: Parameters<typeof bundled>[0], at: Date): BundleInstrument | null {
    const { agency } = this.#issues;
    try {
      return bundled(instrument, at.toISOString(), agency);
    } catch {
      agency.alarm('INSTRUMENT_NOT_COMPILED', { instrument: instrument.id });
      return null;
    }
  }

  /** The newest that the bus does not have; whatever is older says less. */
  async #publish(): Promise<number> {
    const { agency, bus } = this.#issues;
    const { rows } = await agency.pool.query<{ version: string; jws: string }>(
      `select version, jws from registry.bundle where published_at is null
         and version = (select max(version) from registry.bundle)`,
    );
    const [newest] = rows;
    if (!newest) return 0;
    await bus.publish([{ topic: bundleTopic(agency.namespace), key: 'bundle', value: newest.jws, headers: {} }]);
    await agency.pool.query('update registry.bundle set published_at = $2 where version = $1', [
      newest.version,
      agency.clock.now(),
    ]);
    return 1;
  }
}

/** The last bundle that was issued, as it was signed; null before the first. */
export const lastBundle = async (pool: pg.Pool): Promise<string | null> => {
  const { rows } = await pool.query<{ jws: string }>('select jws from registry.bundle order by version desc limit 1');
  return rows[0]?.jws ?? null;
};
