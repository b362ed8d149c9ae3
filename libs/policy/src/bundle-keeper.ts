// Keeps the bundle a service decides with. Promise: only a bundle that verified, is well-formed, loads into the engine
// and is newer than the one in use is ever taken into use, and it is durable before it is. What does not verify
// changes nothing: the last verified bundle goes on, growing older. An instrument of it is in force here only with its parties' own
// signatures, each by itself.
import type { JWK } from 'jose';
import type pg from 'pg';
import type { ProductCatalogue } from '@gatehouse/agreements';
import { inTransaction } from '@gatehouse/event-store';
import type { Clock } from '@gatehouse/service-kit/clock';
import { BundleFault, verifyBundle, type Bundle } from './bundle.ts';
import { decisionPoint, type DecisionPoint } from './decision-point.ts';
import { KeptForms } from './kept-forms.ts';
import { CLOCK_TOLERANCE_MS } from './lease.ts';
import { programDigest } from './program-of-record.ts';
import { digestOf, rulesDigest, rulesOfRecord, type RulesOfRecord } from './rules-of-record.ts';
import { inForceHere, toRemember, type HeldOut, type InForceHere } from './signatures/in-force-here.ts';
import { remember, remembered } from './signatures/memory.ts';
import { KeptCompilations } from './signatures/kept-compilations.ts';
import { SaidOnce } from './signatures/said-once.ts';
import type { KnownSigners } from './signatures/signing-keys.ts';
import { lastStored, refuseRollback, storeBundle, type StoredBundle } from './stored-bundles.ts';
import { VouchedRows } from './vouched-rows.ts';

// Stored bundles that are looked at for one that verifies: the newest nearly always does.
const LOOKED_BACK = 100;

export interface BundleInUse {
  /** with the instruments that are in force here */
  bundle: Bundle;
  /** the others of it: what they alone would offer is held */
  heldOut: readonly HeldOut[];
  point: DecisionPoint;
  /** Whole seconds since it was issued. */
  ageSeconds: number;
  maxAgeSeconds: number;
  verified: boolean;
  /** what a decision on it names: digests (SHA-256, base64url) of the bundle as it was signed, and of the rules beside it */
  digests: PolicyDigests;
}

/** Names a bundle, the rules beside it, and the program that decides by them. */
export interface PolicyDigests {
  bundle: string;
  rules: string;
  program: string;
}

export interface BundleKeeperOptions {
  pool: pg.Pool;
  /** Public signing key of the policy registry. */
  verifyKey: JWK;
  /** The parties' signing keys as this service was given them; the registry's word alone is for who decides about no flow. */
  signers: KnownSigners | 'as-the-registry-says';
  clock: Clock;
  products: ProductCatalogue;
  alarm: (name: string, about: Record<string, unknown>) => void;
  /** the service's own, base64url: vouches for what it keeps of Cedar's and the compiler's work */
  secret: string;
}

export class BundleKeeper {
  readonly #options: BundleKeeperOptions;
  readonly #rules: RulesOfRecord;
  readonly #rulesDigest: string;
  readonly #forms: KeptForms;
  readonly #compilations: KeptCompilations;
  #inUse: InUse | null = null;
  readonly #aloud: SaidOnce;

  constructor(options: BundleKeeperOptions) {
    this.#options = options;
    this.#rules = rulesOfRecord(options.products);
    this.#rulesDigest = rulesDigest(this.#rules);
    this.#aloud = new SaidOnce(options.alarm);
    const rows = new VouchedRows(options.secret);
    this.#forms = new KeptForms(rows);
    this.#compilations = new KeptCompilations(rows, options.products);
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
    const here = await this.#here(bundle);
    const point = await this.#point(here);
    await inTransaction(pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('gatehouse.policy.bundles', 0))`);
      refuseRollback(bundle, jws, await this.#lastGood(client));
      await storeBundle(client, jws, bundle, here, clock.now());
      if (this.#options.signers !== 'as-the-registry-says') await remember(client, toRemember(here), bundle.version);
      await this.#keepRules(client);
      await this.#forms.keep(client, here.bundle, clock.now());
      await this.#compilations.keep(client, here.bundle, clock.now());
    });
    this.#swap(here, jws, point);
  }

  /**
   * At start, and whenever another process may have stored a newer one: takes the last stored bundle into use.
   * @throws BundleFault when the stored bundle does not verify; nothing is then in use that was not before.
   */
  async load(): Promise<void> {
    const [stored] = await lastStored(this.#options.pool, 1);
    if (!stored || stored.jws === this.#inUse?.jws) return;
    const bundle = await this.#verified(stored.jws);
    const here = await this.#here(bundle);
    const point = await this.#point(here);
    await this.#keepRules(this.#options.pool);
    this.#swap(here, stored.jws, point);
  }

  /**
   * `load` for a service that opens: a stored bundle that does not verify any more (a key was changed, a row was) is said aloud, and keeps
   * the service from deciding until one comes that does, but not from opening. Nothing older is taken in its place.
   */
  async open(): Promise<void> {
    try {
      await this.load();
    } catch (fault) {
      if (!(fault instanceof BundleFault)) throw fault;
      this.#options.alarm('STORED_BUNDLE_REFUSED', { code: fault.code });
    }
  }

  /** The bundle in use with its age now, or null when none has ever verified here: then nothing is served. */
  current(): BundleInUse | null {
    if (!this.#inUse) return null;
    const { bundle, heldOut, point, digest } = this.#inUse;
    const age = this.#options.clock.now().getTime() - Date.parse(bundle.issuedAt);
    return {
      bundle,
      heldOut,
      point,
      ageSeconds: Math.max(0, Math.floor(age / 1000)),
      maxAgeSeconds: bundle.maxAgeSeconds,
      verified: true,
      digests: { bundle: digest, rules: this.#rulesDigest, program: programDigest() },
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

  async #here(bundle: Bundle): Promise<InForceHere> {
    const { pool, products, signers } = this.#options;
    if (signers === 'as-the-registry-says')
      return { bundle, heldOut: [], compiledOtherwise: [], orderFaults: [], orders: [], stood: [] };
    await this.#compilations.recall(pool, bundle);
    return inForceHere({ bundle, known: signers, products, remembered: await remembered(pool) });
  }

  async #point({ bundle, heldOut }: InForceHere): Promise<DecisionPoint> {
    const unverified = heldOut.flatMap(({ instrument }) => instrument ?? []);
    await this.#forms.recall(this.#options.pool, { ...bundle, instruments: [...bundle.instruments, ...unverified] });
    try {
      return decisionPoint(bundle, this.#options.products, undefined, unverified);
    } catch (cause) {
      throw new BundleFault('bundle-not-usable', `bundle ${bundle.version} does not load`, { cause });
    }
  }

  #swap(here: InForceHere, jws: string, point: DecisionPoint): void {
    const { bundle, heldOut } = here;
    if (this.#inUse && this.#inUse.bundle.version >= bundle.version) return;
    this.#inUse = { bundle, heldOut, jws, digest: digestOf(jws), point };
    this.#aloud.say(here);
  }
}

type InUse = Pick<BundleInUse, 'bundle' | 'heldOut' | 'point'> & { jws: string; digest: string };
