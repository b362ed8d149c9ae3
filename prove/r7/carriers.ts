// How bundles reach both agencies, and items the police: handed over, or over a real broker with the rights that the lanes give.
import { openSealed, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { kafkaBus, provisionKafka, Relay, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { bundleTopic, followBundles, lanesOfBundle } from '@gatehouse/policy';
import type { IncomingRunner, Agency, HeldItem } from '@gatehouse/sharing';
import { setTimeout as pause } from 'node:timers/promises';
import { memorandum, others, POLICE, PRISON } from './memorandum.ts';

export interface Broker {
  brokers: string[];
  passwords: Readonly<Record<string, string>>;
}

export interface Carrier {
  /** makes one service know a bundle; resolves when it decides with it */
  makeKnown: (agency: Agency, bundle: { jws: string; version: number }) => Promise<void>;
  /** brings what waits in the prison's outbox to the police */
  carry: () => Promise<Map<string, HeldItem>>;
  close: () => Promise<void>;
}

export interface Ends {
  prison: Agency;
  police: Agency;
  keys: { prison: PartyKeys; police: PartyKeys };
  /** the police's end of the lanes, on the bus that carries */
  incoming: (bus: Bus) => IncomingRunner;
}

const PATIENCE_MS = 60_000;

/** Waits until it is so. @throws Error when it is not within a minute */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await pause(2);
  }
};

const openedBy = async ({ keys }: Ends, { value }: BusMessage): Promise<HeldItem> => {
  const { payload } = await openSealed(value, keys.police, () => publicKeys(keys.prison), 'gatehouse-item+jws');
  return { envelope: payload as HeldItem['envelope'], provenance: {} as HeldItem['provenance'], openedBefore: [] };
};

/** The relay of the prison, until nothing waits: whatever transaction there is elsewhere holds rows back for a while. */
const relayAll = async ({ pool, clock }: Agency, bus: Bus): Promise<void> => {
  const relay = new Relay({ pool, bus, clock, onSent: async () => undefined });
  await until('the outbox to be empty', async () => {
    await relay.runOnce();
    const { rowCount } = await pool.query('select from bus.outbox where sent_at is null');
    return rowCount === 0;
  });
};

const held = async (ends: Ends, messages: readonly BusMessage[]): Promise<Map<string, HeldItem>> => {
  const items = await Promise.all(messages.map((message) => openedBy(ends, message)));
  await ends.prison.pool.query('delete from bus.outbox where sent_at is not null');
  return new Map(items.map((item) => [item.envelope.itemId, item]));
};

/** Nothing between the two. */
export const byHand = (ends: Ends): Carrier => {
  const incoming = ends.incoming({} as Bus);
  return {
    makeKnown: ({ keeper }, { jws }) => keeper.accept(jws),
    carry: async () => {
      const sent: BusMessage[] = [];
      await relayAll(ends.prison, { publish: async (messages: BusMessage[]) => void sent.push(...messages) } as Bus);
      for (const message of sent) await incoming.receive(message);
      return held(ends, sent);
    },
    close: () => Promise.resolve(),
  };
};

const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight', 'policy'];

/** Over Kafka: topics and rights as the lanes of the bundle say, each with its own login. */
export const overBroker = async (ends: Ends, { brokers, passwords }: Broker): Promise<Carrier> => {
  const { namespace } = ends.prison;
  const login = (username: string) => ({ brokers, username, password: passwords[username] ?? '' });
  const at = { [PRISON]: 'prison-intelligence', [POLICE]: 'police-liaison' };
  const where = { services: SERVICES, serviceOf: at, oversight: 'oversight', policy: 'policy' };
  const inForce = [memorandum(), ...others].map((compiled) => ({ state: 'IN_FORCE', compiled }));
  const plan = lanesOfBundle(namespace, inForce, { ...where, liaison: { keeper: 'registry', parties: {} } });
  await provisionKafka(login('admin'), plan);
  const open = (name: string): Bus => kafkaBus({ ...login(name), clientId: name, log: () => undefined });
  const [prisonBus, policeBus, policyBus] = [open('prison-intelligence'), open('police-liaison'), open('policy')];
  const handled = new Set<string>();
  const listening: Bus = {
    ...policeBus,
    subscribe: (request, handle) =>
      policeBus.subscribe(request, async (message) => {
        await handle(message);
        handled.add(message.value);
      }),
  };
  const incoming = ends.incoming(listening);
  const alarm = (): void => undefined;
  const following = await Promise.all([
    followBundles({ ...ends.prison, bus: prisonBus, alarm }),
    followBundles({ ...ends.police, bus: policeBus, alarm, onBundle: () => void incoming.takeUpLanes() }),
  ]);
  const published = new Map<number, Promise<void>>();
  const publish = (version: number, value: string): Promise<void> => {
    const topic = bundleTopic(namespace);
    const made = published.get(version) ?? policyBus.publish([{ topic, key: 'bundle', value, headers: {} }]);
    published.set(version, made);
    return made;
  };
  return {
    makeKnown: async ({ keeper }, { jws, version }) => {
      await publish(version, jws);
      await until('a bundle', () => (keeper.current()?.bundle.version ?? 0) >= version);
    },
    carry: async () => {
      const sent: BusMessage[] = [];
      const watched: Bus = {
        ...prisonBus,
        publish: async (messages) => {
          await prisonBus.publish(messages);
          sent.push(...messages);
        },
      };
      await relayAll(ends.prison, watched);
      await until('messages at the police', () => sent.every(({ value }) => handled.has(value)));
      return held(ends, sent);
    },
    close: async () => {
      await Promise.all([...following.map((one) => one.stop()), incoming.stop()]);
      await Promise.all([prisonBus, policeBus, policyBus].map((bus) => bus.close()));
    },
  };
};
