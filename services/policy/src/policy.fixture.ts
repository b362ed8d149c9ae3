// The registry on a real database of its own, with real keys and a clock that stands still; only the broker is missing.
import { loadProducts } from '@gatehouse/contracts';
import type { InstrumentDocument } from '@gatehouse/agreements';
import {
  generatePartyKeys,
  publicKeys,
  signDetached,
  type PartyKeys,
  type PublicPartyKeys,
  SIGNED_BESIDE,
} from '@gatehouse/crypto';
import type { Bus, BusMessage } from '@gatehouse/event-bus';
import { migrate } from '@gatehouse/event-store';
import {
  boundOf,
  reasonDigest,
  verifyBundle,
  type Bundle,
  type KnownSigners,
  type Order,
  type SigningKey,
  type SuspensionScope,
} from '@gatehouse/policy';
import { takeFormsOfRun } from '@gatehouse/policy/forms-of-run';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { openAgency, type Asked } from '@gatehouse/sharing';
import { freshDatabase } from '@gatehouse/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleIssuer } from './bundle/bundle-issuer.ts';
import type { Followers } from './cut-off/followers.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { POLICE, PRISON, SECRETARIAT } from './instrument/instrument.fixture.ts';
import type { HandedOrder } from './instrument/order.acts.ts';
import { MOU } from './memorandum.fixture.ts';
import { registerPartyKey } from './party/run-on-party.ts';
import type { Registry } from './registry.ts';

export const MORNING = '2026-11-23T03:00:00.000Z';

/** A service of each party. */
export const FOLLOWING = ['prison-intelligence', 'police-liaison'] as const;

export interface OpenRegistry {
  registry: Registry;
  clock: HeldClock;
  issuer: BundleIssuer;
  keys: Record<string, PartyKeys>;
  /** of the keeper of the instruments */
  ownKeys: PartyKeys;
  bundleKey: PublicPartyKeys['signing'];
  /** what each service was given of the parties' signing keys */
  known: KnownSigners;
  sent: BusMessage[];
  /** the broker takes nothing while it is down */
  broker: { down: boolean };
  /** the services that follow its bundles, with their keys */
  followers: Record<string, PartyKeys>;
  following: Followers;
  alarms: string[];
  /** the last bundle on the bus */
  published: () => Promise<Bundle>;
  signature: (
    party: string,
    document: InstrumentDocument,
    keys?: PartyKeys,
    effectiveFrom?: string | null,
  ) => Promise<string>;
  /** an order as a party signs and hands it in now */
  order: (party: string, said: OrderSaid, keys?: PartyKeys) => Promise<HandedOrder>;
  as: (agency: string, person: string) => Asked;
  secretary: Asked;
  close: () => Promise<void>;
}

/** What a party orders; instant, version and id are those of now unless said. */
export type OrderSaid = { reason: string; version?: number; at?: string; orderId?: string } & (
  | { what: 'SUSPEND'; scope: SuspensionScope }
  | { what: 'REINSTATE'; suspensionId: string }
  | { what: 'TERMINATE'; effectiveAt: string }
);

export const openRegistry = async (): Promise<OpenRegistry> => {
  takeFormsOfRun();
  const clock = new HeldClock(MORNING);
  const made = await freshDatabase('policy');
  const kept = mkdtempSync(join(tmpdir(), 'gatehouse-policy-'));
  await migrate(made.pool, database.migrations);
  const own = await generatePartyKeys(SECRETARIAT);
  const keys = Object.fromEntries(
    await Promise.all([PRISON, POLICE].map(async (party) => [party, await generatePartyKeys(party)] as const)),
  );
  const known = Object.fromEntries(
    Object.values(keys).map((one) => [one.party, [publicKeys(one).signing as SigningKey]]),
  );
  const [sent, alarms, broker]: [BusMessage[], string[], { down: boolean }] = [[], [], { down: false }];
  const agency = await openAgency(
    {
      service: 'policy',
      party: SECRETARIAT,
      namespace: 't',
      databaseUrl: made.url,
      eventTypes,
      itemKeys: { file: join(kept, 'item-keys.sqlite'), agencyKey: randomBytes(32).toString('base64url') },
      clock,
      newId: randomUUID,
      keys: own,
      bundleKey: publicKeys(own).signing,
      signers: known,
      products: loadProducts(),
      auditSubjectKey: null,
      auditKeeper: 'kz-human-rights-commission',
      alarm: (name) => alarms.push(name),
    },
    database,
  );
  const publish = async (messages: BusMessage[]): Promise<void> => {
    if (broker.down) throw new Error('the broker is down');
    sent.push(...messages);
  };
  const registry: Registry = { agency, given: known, bundleBytes: 750_000, changed: () => undefined };
  const as = (of: string, person: string): Asked => ({
    caller: { person, agency: of, unit: 'unit', roles: [] },
    purpose: 'OVERSIGHT',
    caseRef: null,
    correlationId: randomUUID(),
  });
  const secretary = as(SECRETARIAT, 'se-one');
  const parties = [own, ...Object.values(keys)].map(publicKeys);
  const followers = { [FOLLOWING[0]]: keys[PRISON]!, [FOLLOWING[1]]: keys[POLICE]! };
  const named = { parties, followers: [...FOLLOWING] };
  const issuer = new BundleIssuer({ agency, bus: { publish } as Bus, ...named, onFault: () => undefined });
  for (const [party, { signing }] of Object.entries(keys))
    await registerPartyKey(registry, secretary, party, { x: signing.x ?? '', endorsement: null, overlapUntil: null });
  return {
    registry,
    clock,
    issuer,
    keys,
    ownKeys: own,
    bundleKey: publicKeys(own).signing,
    known,
    sent,
    broker,
    followers,
    following: new Map(Object.entries(followers).map(([service, own]) => [service, publicKeys(own)])),
    alarms,
    as,
    secretary,
    published: () => verifyBundle(sent.at(-1)?.value ?? '', publicKeys(own).signing),
    signature: (party, document, by = keys[party]!, effectiveFrom = null) => {
      const iat = Math.floor(clock.now().getTime() / 1000);
      const bound = {
        instrument: document.id,
        version: document.version,
        iat,
        ...(effectiveFrom === null ? {} : { effectiveFrom }),
      };
      return signDetached(document, { ...by, party }, SIGNED_BESIDE.agreement, bound);
    },
    order: async (
      party,
      { reason, version = 1, at = clock.now().toISOString(), orderId = randomUUID(), ...said },
      by,
    ) => {
      const how = said.what === 'SUSPEND' ? { ...said, freezePriorCopies: false } : said;
      const order: Order = {
        ...how,
        orderId,
        version,
        at,
        instrumentId: MOU,
        party,
        reasonSha256: reasonDigest(reason),
      };
      const from = { ...(by ?? keys[party]!), party };
      return { orderId, version, at, jws: await signDetached(order, from, SIGNED_BESIDE.order, boundOf(order)) };
    },
    close: async () => {
      agency.itemKeys?.close();
      await agency.pool.end();
      await made.drop();
      rmSync(kept, { recursive: true });
    },
  };
};
