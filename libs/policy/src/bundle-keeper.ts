// Keeps the bundle a service decides with. Promise: only a bundle that verified, is well-formed, loads into the engine
// and is newer than the one in use is ever taken into use, and it is durable before it is. What does not verify
// changes nothing: the last verified bundle goes on, growing older.
import type { JWK } from 'jose';
import type pg from 'pg';
import type { ProductCatalogue } from '@gatehouse/agreements';
import { inTransaction } from '@gatehouse/event-store';
import type { Clock } from '@gatehouse/service-kit/clock';
import { BundleFault, verifyBundle, type Bundle } from './bundle.ts';
import { decisionPoint, type DecisionPoint } from './decision-point.ts';
import { KeptForms } from './kept-forms.ts';
import { CLOCK_TOLERANCE_MS } from './lease.ts';
import { digestOf, rulesDigest, rulesOfRecord, type RulesOfRecord } from './rules-of-record.ts';

// Stored bundles that are looked at for one that verifies: the newest nearly always does.
const LOOKED_BACK = 100;

export interface BundleInUse {
  bundle: Bundle;
  point: DecisionPoint;
  /** Whole seconds since it was issued. */
  ageSeconds: number;
  maxAgeSeconds: number;
  verified: boolean;
  /** what a decision on it names: digests (SHA-256, base64url) of the bundle as it was signed, and of the rules beside it */
  digests: PolicyDigests;
}

/** Names a bundle and the rules beside it. */
export interface PolicyDigests {
  bundle: string;
  rules: string;
}

export interface BundleKeeperOptions {
  pool: pg.Pool;
  /** Public signing key of the policy registry. */
  verifyKey: JWK;
  clock: Clock;
  products: ProductCatalogue;
  /** the service's own, base64url: vouches for what it keeps of Cedar's work */
  secret: string;
}

export class BundleKeeper {
  readonly #options: BundleKeeperOptions;
  readonly #rules: RulesOfRecord;
  readonly #rulesDigest: string;
  readonly #forms: KeptForms;
  #inUse: { bundle: Bundle; jws: string; digest: string; point: DecisionPoint } | null = null;

  constructor(options: BundleKeeperOptions) {
    this.#options = options;
    this.#rules = rulesOfRecord(options.products);
    this.#rulesDigest = rulesDigest(this.#rules);
    this.#forms = new KeptForms(options.secret);
  }

  /**
   * Takes a bundle into use: verify, load, store, swap. The same bundle again changes nothing.
   * @throws BundleFault when it does not verify, is malformed, does not load, is older than the one in use, says
   * something else under the same version, or comes from the future.
   */
  async accept(jws: string): Promise<void> {
    const { pool, clock } = this.#options;
    const bundle = await this.#verified(jws);
    if (Date.parse(bundle.issuedAt) > clock.now().getTime() + CLOCK_TOLERANCE_MS)
      throw new BundleFault('bundle-from-the-future', `bundle ${bundle.version} is issued after now`);
    const point = await this.#point(bundle);
    await inTransaction(pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('gatehouse.policy.bundles', 0))`);
      refuseRollback(bundle, jws, await this.#lastGood(client));
      await client.query(
        `insert into policy.bundles (version, jws, issued_at, accepted_at, digest) values ($1, $2, $3, $4, $5)
         on conflict (version) do nothing`,
        [bundle.version, jws, bundle.issuedAt, clock.now(), digestOf(jws)],
      );
      await this.#keepRules(client);
      await this.#forms.keep(client, bundle, clock.now());
    });
    this.#swap(bundle, jws, point);
  }

  /**
   * At start, and whenever another process may have stored a newer one: takes the last stored bundle into use.
   * @throws BundleFault when the stored bundle does not verify; nothing is then in use that was not before.
   */
  async load(): Promise<void> {
    const [stored] = await lastStored(this.#options.pool, 1);
    if (!stored || stored.jws === this.#inUse?.jws) return;
    const bundle = await this.#verified(stored.jws);
    const point = await this.#point(bundle);
    await this.#keepRules(this.#options.pool);
    this.#swap(bundle, stored.jws, point);
  }

  /**
   * `load` for a service that opens: a stored bundle that does not verify any more (a key was changed, a row was) is said aloud, and keeps
   * the service from deciding until one comes that does, but not from opening. Nothing older is taken in its place.
   */
  async open(alarm: (name: string, about: Record<string, unknown>) => void): Promise<void> {
    try {
      await this.load();
    } catch (fault) {
      if (!(fault instanceof BundleFault)) throw fault;
      alarm('STORED_BUNDLE_REFUSED', { code: fault.code });
    }
  }

  /** The bundle in use with its age now, or null when none has ever verified here: then nothing is served. */
  current(): BundleInUse | null {
    if (!this.#inUse) return null;
    const { bundle, point, digest } = this.#inUse;
    const age = this.#options.clock.now().getTime() - Date.parse(bundle.issuedAt);
    return {
      bundle,
      point,
      ageSeconds: Math.max(0, Math.floor(age / 1000)),
      maxAgeSeconds: bundle.maxAgeSeconds,
      verified: true,
      digests: { bundle: digest, rules: this.#rulesDigest },
    };
  }

  /** The last stored one that verifies: a row that nobody signed is not to keep out what was signed. */
  async #lastGood(client: pg.ClientBase): Promise<StoredBundle | undefined> {
    for (const stored of await lastStored(client, LOOKED_BACK)) {
      if (stored.jws === this.#inUse?.jws) return stored;
      const verifies = await this.#verified(stored.jws).then(
        () => true,
        () => false,
      );
      if (verifies) return stored;
    }
    return undefined;
  }

  /** A newer program may have other rules than the one that took the bundle into use. */
  async #keepRules(queryable: pg.Pool | pg.ClientBase): Promise<void> {
    await queryable.query(
      'insert into policy.rules (digest, rules, kept_at) values ($1, $2, $3) on conflict (digest) do nothing',
      [this.#rulesDigest, JSON.stringify(this.#rules), this.#options.clock.now()],
    );
  }

  #verified(jws: string): Promise<Bundle> {
    return verifyBundle(jws, this.#options.verifyKey);
  }

  async #point(bundle: Bundle): Promise<DecisionPoint> {
    await this.#forms.recall(this.#options.pool, bundle);
    try {
      return decisionPoint(bundle, this.#options.products);
    } catch (cause) {
      throw new BundleFault('bundle-not-usable', `bundle ${bundle.version} does not load`, { cause });
    }
  }

  #swap(bundle: Bundle, jws: string, point: DecisionPoint): void {
    if (this.#inUse && this.#inUse.bundle.version >= bundle.version) return;
    this.#inUse = { bundle, jws, digest: digestOf(jws), point };
  }
}

interface StoredBundle {
  version: number;
  jws: string;
}

const lastStored = async (queryable: pg.Pool | pg.ClientBase, many: number): Promise<StoredBundle[]> => {
  const { rows } = await queryable.query<{ version: string; jws: string }>(
    'select version, jws from policy.bundles order by version desc limit $1',
    [many],
  );
  return rows.map(({ version, jws }) => ({ version: Number(version), jws }));
};

const refuseRollback = (bundle: Bundle, jws: string, stored: StoredBundle | undefined): void => {
  if (!stored) return;
  if (bundle.version < stored.version)
    throw new BundleFault('bundle-rollback', `bundle ${bundle.version} is older than ${stored.version}`);
  if (bundle.version === stored.version && jws !== stored.jws)
    throw new BundleFault('bundle-says-two-things', `another bundle ${bundle.version} is in use`);
};
