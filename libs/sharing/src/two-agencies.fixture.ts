// Two agencies on two real databases with real keys and a real signed bundle of the repository's own instrument. Only the
// broker is missing: messages are taken from one outbox and handed to the other side, so that a test can repeat, change and
// withhold them. The real brokers have their own conformance suite.
import { compileInstrument, type CompiledInstrument, type InstrumentDocument } from '@gatehouse/agreements';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { generatePartyKeys, openSealed, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { Relay, type Bus, type BusMessage } from '@gatehouse/event-bus';
import {
  append,
  destroyMarked,
  inTransaction,
  markForDestruction,
  migrate,
  sealed,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { signBundle, type AgreedText, type BundleInstrument } from '@gatehouse/policy';
import { takeFormsOfRun } from '@gatehouse/policy/forms-of-run';
import { knownFrom, registered, signedText } from '@gatehouse/policy/signed-sample';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually } from '@gatehouse/testing/eventually';
import { freshDatabase } from '@gatehouse/testing/stack';
import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import type { Agency } from './agency.ts';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { sharingEventTypes } from './event-types.ts';
import { IncomingRunner } from './incoming.ts';
import { agencyMigrations, openAgency } from './open-agency.ts';
import { OutgoingRunner } from './outgoing.ts';
import type { Outgoing, ToProduct } from './to-product.ts';

export const PRISON = 'kz-prison-service';
export const POLICE = 'kz-police';
export const SUBJECT = 'subject-of-custody';
export const DATA_LANE = `t.kz-prisons-police.prison-intelligence.intelligence-alert.v1.${PRISON}.${POLICE}`;
export const RECEIPT_LANE = `t.kz-prisons-police.receipts.${POLICE}.${PRISON}`;

export interface Side {
  agency: Agency;
  alarms: string[];
  count: (table: string, where?: string) => Promise<number>;
  /** event and reason of each audit row, oldest first */
  audit: () => Promise<{ event: string; reason: string | null; reasonsInOrder: string[]; fields: string[] }[]>;
  /** what the relay sends, once it is at least so much: another database's transaction may hold a row back for a while */
  relay: (atLeast?: number) => Promise<BusMessage[]>;
}

export interface TwoAgencies {
  clock: HeldClock;
  prison: Side;
  police: Side;
  keys: { prison: PartyKeys; police: PartyKeys };
  /** the agreement between the two, as they signed it */
  texts: AgreedText[];
  /** both take a newer bundle into use; it may name other keys for the prison */
  bundle: (state?: Partial<BundleInstrument>, parties?: string[], prison?: PartyKeys) => Promise<void>;
  /** the same of a bundle with these instruments and no others */
  issue: (instruments: BundleInstrument[], parties?: string[], prison?: PartyKeys) => Promise<void>;
  raise: (change?: Partial<Outgoing['item']>, itemId?: string, whole?: Partial<Outgoing>) => Promise<RecordedEvent[]>;
  /** destroys the key of an item that was raised */
  erase: (itemId: string) => Promise<void>;
  /** raises an item, decides it and sends it: the message, and the envelope behind its seal */
  released: () => Promise<{ message: BusMessage; envelope: Envelope }>;
  outgoing: OutgoingRunner;
  /** the share hop of a second process of the prison */
  secondOutgoing: OutgoingRunner;
  incoming: IncomingRunner;
  receipts: IncomingRunner;
  close: () => Promise<void>;
}

/** @param named instruments in force beside the agreement between the two */
export const twoAgencies = async (named = ['kz-corrections']): Promise<TwoAgencies> => {
  takeFormsOfRun();
  const clock = new HeldClock('2026-11-23T09:00:00Z');
  const [prisonKeys, policeKeys, policy] = await Promise.all([PRISON, POLICE, 'policy'].map(generatePartyKeys));
  const databases = await Promise.all([freshDatabase('prison'), freshDatabase('police')]);
  const signed = await signedBy(['kz-prisons-police', ...named].map((id) => sourceOf(id)));
  const [{ compiled, texts, signers }, ...others] = signed as [(typeof signed)[number], ...typeof signed];
  const side = async (service: string, keys: PartyKeys, database: (typeof databases)[number]): Promise<Side> => {
    const alarms: string[] = [];
    await migrate(database.pool, agencyMigrations);
    const agency = await openAgency({
      service,
      party: keys.party,
      namespace: 't',
      databaseUrl: database.url,
      eventTypes: [...sharingEventTypes, { Raised: sealed({ clear: [] }), Received: [] }],
      itemKeys: database.itemKeys,
      clock,
      newId: randomUUID,
      keys,
      bundleKey: publicKeys(policy!).signing,
      signers: knownFrom(signers),
      products: loadProducts(),
      auditSubjectKey: Buffer.alloc(32, 7).toString('base64url'),
      auditKeeper: 'keeper',
      alarm: (name) => alarms.push(name),
    });
    return { agency, alarms, ...looksInto(agency) };
  };
  const prison = await side('prison-intelligence', prisonKeys!, databases[0]!);
  const police = await side('police-liaison', policeKeys!, databases[1]!);
  let version = 0;
  const two: TwoAgencies = {
    clock,
    prison,
    police,
    keys: { prison: prisonKeys!, police: policeKeys! },
    texts,
    bundle: (state = {}, ...keyed) => {
      const inForce = others.map((other) => ({ state: 'IN_FORCE', compiled: other.compiled, texts: other.texts }));
      const own = state.compiled ? {} : { compiled, texts };
      return two.issue([{ state: 'IN_FORCE', ...own, ...state } as BundleInstrument, ...inForce], ...keyed);
    },
    issue: async (given, keyed = [PRISON, POLICE], ofPrison = prisonKeys!) => {
      version += 1;
      const issued = { version, issuedAt: clock.now().toISOString(), maxAgeSeconds: 900 };
      const instruments = await Promise.all(given.map((one) => withTexts(one, signers)));
      const parties = [ofPrison, policeKeys!]
        .filter(({ party }) => keyed.includes(party))
        .map((keys) => ({ ...publicKeys(keys) }));
      const jws = await signBundle({ ...issued, instruments, parties, signingKeys: registered(signers) }, policy!);
      await Promise.all([prison, police].map(({ agency }) => agency.keeper.accept(jws)));
    },
    raise: (change = {}, itemId = randomUUID(), whole = {}) =>
      inTransaction(prison.agency.pool, (client) =>
        append(client, `raised-${itemId}`, 0, [{ type: 'Raised', data: { itemId, change, whole } }], {
          metadata: { correlationId: randomUUID() },
          recordedAt: clock.now(),
        }),
      ),
    erase: async (itemId) => {
      const { pool, itemKeys } = prison.agency;
      await inTransaction(pool, (client) => markForDestruction(client, [`raised-${itemId}`], clock.now()));
      await destroyMarked(pool, itemKeys!);
    },
    released: async () => {
      const before = await prison.count('bus.outbox');
      await two.raise();
      await eventually(async () => {
        await two.outgoing.runOnce();
        if ((await prison.count('bus.outbox')) === before) throw new Error('not decided yet');
      });
      const message = (await prison.relay())[0]!;
      const { payload } = await openSealed(message.value, policeKeys!, () => publicKeys(prisonKeys!), ENVELOPE_TYPE);
      return { message, envelope: payload as Envelope };
    },
    outgoing: new OutgoingRunner(prison.agency, toProduct),
    secondOutgoing: new OutgoingRunner(prison.agency, toProduct),
    incoming: new IncomingRunner(police.agency, noBus, ({ itemId, product }) =>
      product.includes('alert')
        ? [{ streamId: `received-${itemId}`, event: { type: 'Received', data: { itemId } }, comes: 'once' }]
        : [],
    ),
    receipts: new IncomingRunner(prison.agency, noBus, () => []),
    close: async () => {
      await Promise.all([prison, police].map(({ agency }) => agency.pool.end()));
      for (const { agency } of [prison, police]) agency.itemKeys?.close();
      await Promise.all(databases.map((database) => database.drop()));
    },
  };
  return two;
};

interface Source {
  document: InstrumentDocument;
  compiled: CompiledInstrument;
}

/** What was compiled of each text, by its digest. */
const documents = new Map<string, InstrumentDocument>();

const sourceOf = (id: string, changes: readonly (readonly [string, string])[] = []): Source => {
  const { text: asSigned, file } = loadInstrumentSource(id);
  const text = changes.reduce((before, [from, to]) => before.replace(from, to), asSigned);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error("the repository's own instrument does not compile");
  const document = parse(text, { schema: 'core' }) as InstrumentDocument;
  documents.set(result.instrument.sha256, document);
  return { document, compiled: result.instrument };
};

/** An instrument of the repository, with pieces of its text replaced where a test amends it. */
export const instrument = (...of: Parameters<typeof sourceOf>): CompiledInstrument => sourceOf(...of).compiled;

/** With each version signed by its parties, where a test does not say how it was. */
const withTexts = async (one: BundleInstrument, signers: readonly PartyKeys[]): Promise<BundleInstrument> => {
  const versions = one.history ?? [{ effectiveFrom: undefined, compiled: one.compiled }];
  const texts = versions.map(({ effectiveFrom, compiled }) => {
    const document = documents.get(compiled.sha256)!;
    return signedText(document, signersOf({ document }, signers), effectiveFrom);
  });
  return { texts: await Promise.all(texts), ...one };
};

/** Each signed by every party it names; a party has one signing key. */
const signedBy = async (sources: Source[]) => {
  const parties = [...new Set(sources.flatMap(({ document }) => document.parties.map(({ id }) => id)))];
  const signers = await Promise.all(parties.map(generatePartyKeys));
  return Promise.all(
    sources.map(async (source) => ({
      ...source,
      signers,
      texts: [await signedText(source.document, signersOf(source, signers))],
    })),
  );
};

const signersOf = ({ document }: Pick<Source, 'document'>, signers: readonly PartyKeys[]): PartyKeys[] =>
  signers.filter(({ party }) => document.parties.some(({ id }) => id === party));

const noBus = {} as Bus;

/** The mapping of the prison service here: every `Raised` is an item. */
export const toProduct: ToProduct = ({ type, data }) => {
  if (type !== 'Raised') return null;
  const { itemId, change, whole } = data as {
    itemId: string;
    change: Partial<Outgoing['item']>;
    whole: Partial<Outgoing>;
  };
  return outgoingOf(itemId, change, whole);
};

/** An alert of the prison service, changed as a test wants it. */
export const outgoingOf = (
  itemId: string,
  change: Partial<Outgoing['item']> = {},
  whole: Partial<Outgoing> = {},
): Outgoing => {
  return {
    type: 'test.raised.v1',
    unit: 'unit-17',
    purpose: 'INVESTIGATE',
    caseRef: 'KZ-2026-114',
    classification: 'RESTRICTED',
    subjects: [{ ref: SUBJECT, category: 'SUSPECT', cases: ['KZ-2026-114'] }],
    item: {
      id: itemId,
      product: 'prison-intelligence.intelligence-alert.v1',
      caseRef: 'KZ-2026-114',
      priority: 'ROUTINE',
      subjects: [{ ref: SUBJECT, role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: '2027-05-31',
      destroyBy: null,
      payload: { alertId: itemId, type: 'RECRUITMENT_ACTIVITY', nature: 'CANARY-nature', sourceNote: 'CANARY-source' },
      ...change,
    },
    ...whole,
  };
};

const looksInto = ({ pool, clock }: Agency): Pick<Side, 'count' | 'audit' | 'relay'> => ({
  count: async (table, where = 'true') => {
    const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`);
    return rows[0]?.n ?? 0;
  },
  audit: async () => {
    const { rows } = await pool.query<{ record: string }>(
      'select record from audit.record order by transaction_id, sequence',
    );
    return rows.map(({ record }) => {
      const { event, decision, fields } = JSON.parse(record) as {
        event: string;
        fields: string[];
        decision: { reason: string; reasonsInOrder: string[] } | null;
      };
      return { event, reason: decision?.reason ?? null, reasonsInOrder: decision?.reasonsInOrder ?? [], fields };
    });
  },
  relay: async (atLeast = 1) => {
    const sent: BusMessage[] = [];
    const bus = { publish: async (messages: BusMessage[]) => void sent.push(...messages) } as unknown as Bus;
    const relay = new Relay({ pool, bus, clock, onSent: async () => undefined });
    await eventually(async () => {
      await relay.runOnce();
      if (sent.length < atLeast) throw new Error(`${sent.length} messages were sent, not yet ${atLeast}`);
    });
    return sent;
  },
});
