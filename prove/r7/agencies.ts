// Two agencies as R7 plays with them: real databases, keys, bundles and runners of the share and receive hops; messages are handed over
// from the outbox of one to the inbox of the other.
import { compileInstrument, type CompiledInstrument } from '@gatehouse/agreements';
import { databaseOf, statement } from '@gatehouse/bench/stack';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, openSealed, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { Relay, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { append, inTransaction, migrate, openPool } from '@gatehouse/event-store';
import { personnelEventTypes } from '@gatehouse/personnel';
import { signBundle, type BundleInstrument } from '@gatehouse/policy';
import {
  agencyMigrations,
  IncomingRunner,
  openAgency,
  sharingEventTypes,
  type Agency,
  type HeldItem,
  type Outgoing,
} from '@gatehouse/sharing';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';

export const PRISON = 'kz-prison-service';
export const POLICE = 'kz-police';
export const CASE = 'KZ-2026-114';

/** The memorandum, with parts of its text replaced. */
export const memorandum = (changes: readonly [from: string, to: string][] = []): CompiledInstrument =>
  compiledFrom('kz-prisons-police', changes);

const compiledFrom = (id: string, changes: readonly [string, string][] = []): CompiledInstrument => {
  const { text, file } = loadInstrumentSource(id);
  const changed = changes.reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`${id} does not say '${from}' any more`);
    return source.replaceAll(from, to);
  }, text);
  const result = compileInstrument(changed, file, loadProducts());
  if ('errors' in result) throw new Error(`${id} does not compile: ${JSON.stringify(result.errors)}`);
  return result.instrument;
};

/** An item of an event of the prison's store. */
export const toProduct = ({ type, data }: { type: string; data: unknown }): Outgoing | null => {
  if (type !== 'Raised') return null;
  const { itemId, threat } = data as { itemId: string; threat: boolean };
  return {
    type: 'test.raised.v1',
    unit: 'unit-17',
    purpose: threat ? 'PREVENT_SERIOUS_HARM' : 'INVESTIGATE',
    caseRef: CASE,
    classification: 'RESTRICTED',
    subjects: [{ ref: 'subject-of-custody', category: 'SUSPECT', cases: [CASE] }],
    item: {
      id: itemId,
      product: 'prison-intelligence.intelligence-alert.v1',
      caseRef: CASE,
      priority: threat ? 'IMMEDIATE' : 'ROUTINE',
      subjects: [{ ref: 'subject-of-custody', role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: {
        alertId: itemId,
        type: threat ? 'THREAT_TO_LIFE' : 'RECRUITMENT_ACTIVITY',
        nature: 'What was heard (invented).',
      },
    },
  };
};

export interface Agencies {
  clock: HeldClock;
  prison: Agency;
  police: Agency;
  /** a newer bundle, signed, for each to take into use by itself */
  issued: (memorandum: BundleInstrument) => Promise<{ jws: string; version: number }>;
  raise: (threat?: boolean) => Promise<string>;
  /** hands over what waits in the prison's outbox; receives it, and takes it as receipted */
  deliver: () => Promise<Map<string, HeldItem>>;
  close: () => Promise<void>;
}

const NO_BUS = {} as Bus;

/** Opens both on databases of their own. */
export const openAgencies = async (adminUrl: string, folder: string): Promise<Agencies> => {
  const clock = new HeldClock('2026-11-23T09:00:00Z');
  const [prisonKeys, policeKeys, registry] = (await Promise.all([PRISON, POLICE, 'policy'].map(generatePartyKeys))) as [
    PartyKeys,
    PartyKeys,
    PartyKeys,
  ];
  const run = randomBytes(4).toString('hex');
  const agency = async (service: string, keys: PartyKeys): Promise<Agency> => {
    const name = `${service.replace('-', '_')}_${run}`;
    await statement(adminUrl, `create database ${name}`);
    const databaseUrl = databaseOf(adminUrl, name);
    const owner = openPool(databaseUrl, { applicationName: 'prove', max: 1, events: [], onFault: () => undefined });
    await migrate(owner, agencyMigrations);
    await owner.end();
    return openAgency({
      service,
      party: keys.party,
      namespace: 'r7',
      databaseUrl,
      eventTypes: [...sharingEventTypes, personnelEventTypes, { Raised: [], Received: [] }],
      itemKeys: { file: join(folder, `${name}.sqlite`), agencyKey: randomBytes(32).toString('base64url') },
      clock,
      newId: randomUUID,
      keys,
      bundleKey: publicKeys(registry).signing,
      signers: 'as-the-registry-says',
      products: loadProducts(),
      auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
      auditKeeper: 'keeper',
      alarm: () => undefined,
    });
  };
  const [prison, police] = [
    await agency('prison-intelligence', prisonKeys),
    await agency('police-liaison', policeKeys),
  ];
  const incoming = new IncomingRunner(police, NO_BUS, ({ itemId, product }) =>
    product.includes('alert')
      ? [{ streamId: `received-${itemId}`, event: { type: 'Received', data: { itemId } }, comes: 'once' }]
      : [],
  );
  const others = ['kz-corrections', 'kz-threat-to-life'].map((id) => compiledFrom(id));
  const parties = [prisonKeys, policeKeys].map((keys) => ({ ...publicKeys(keys) }));
  let version = 0;
  const opened = async ({ value }: BusMessage): Promise<HeldItem> => {
    const { payload } = await openSealed(value, policeKeys, () => publicKeys(prisonKeys), 'gatehouse-item+jws');
    return { envelope: payload as HeldItem['envelope'], provenance: {} as HeldItem['provenance'], openedBefore: [] };
  };
  return {
    clock,
    prison,
    police,
    issued: async (given) => {
      version += 1;
      const instruments = [given, ...others.map((compiled) => ({ state: 'IN_FORCE', compiled }))];
      const issuedAt = clock.now().toISOString();
      return {
        version,
        jws: await signBundle({ version, issuedAt, maxAgeSeconds: 900, instruments, parties }, registry),
      };
    },
    raise: async (threat = false) => {
      const itemId = randomUUID();
      const meta = { metadata: { correlationId: randomUUID() }, recordedAt: clock.now() };
      await inTransaction(prison.pool, (client) =>
        append(client, `raised-${itemId}`, 0, [{ type: 'Raised', data: { itemId, threat } }], meta),
      );
      return itemId;
    },
    deliver: async () => {
      const sent: BusMessage[] = [];
      const bus = { publish: async (messages: BusMessage[]) => void sent.push(...messages) } as unknown as Bus;
      await new Relay({ pool: prison.pool, bus, clock, onSent: async () => undefined }).runOnce();
      const held = new Map<string, HeldItem>();
      for (const message of sent) {
        await incoming.receive(message);
        const item = await opened(message);
        held.set(item.envelope.itemId, item);
      }
      await prison.pool.query('delete from bus.outbox');
      return held;
    },
    close: async () => {
      for (const { pool, itemKeys } of [prison, police]) {
        await pool.end();
        itemKeys?.close();
      }
    },
  };
};
