import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshNamespace, testKafka } from '@gatehouse/testing';
import { busConformance } from '../conformance.ts';
import type { Bus } from '../bus.ts';
import { kafkaBus } from './kafka-bus.ts';
import { provisionKafka } from './provision-kafka.ts';

type Principal = 'admin' | 'policy' | 'prison-intelligence' | 'police-liaison' | 'oversight';
const client = (username: Principal): Bus => {
  const { brokers, principals } = testKafka();
  return kafkaBus({ brokers, username, password: principals[username]!, clientId: username, log: () => undefined });
};
const admin = () => {
  const { brokers, principals } = testKafka();
  return { brokers, username: 'admin', password: principals['admin']! };
};
const namespace = freshNamespace();
let topics = 0;
const newTopic = async () => {
  const name = `${namespace}.trial.${(topics += 1)}`;
  const groups: [string, string] = [`${name}.one`, `${name}.other`];
  await provisionKafka(admin(), {
    topics: [{ name, writer: 'prison-intelligence', reader: ['police-liaison'], groups }],
  });
  return { name, groups };
};

busConformance('Kafka', async () => ({
  topic: newTopic,
  writer: () => client('prison-intelligence'),
  reader: () => client('police-liaison'),
  close: async () => undefined,
}));

describe('rights on Kafka', () => {
  let topic: string, group: string;
  const clients = new Map<Principal, Bus>();
  const as = (principal: Principal): Bus => {
    const known = clients.get(principal) ?? client(principal);
    clients.set(principal, known);
    return known;
  };
  beforeAll(async () => {
    ({
      name: topic,
      groups: [group],
    } = await newTopic());
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].map((bus) => bus.close()));
  });
  const message = () => ({ topic, key: 'k', value: 'sealed', headers: {} });

  it.each<Principal>(['police-liaison', 'oversight', 'policy'])('%s may not write what is not its own', async (who) => {
    await expect(as(who).publish([message()])).rejects.toMatchObject({ code: 'bus-unauthorised' });
  });

  it('a stranger may not even ask for the topic', async () => {
    const reading = as('oversight').subscribe({ group, topics: [topic] }, async () => undefined);
    await expect(reading).rejects.toMatchObject({ code: 'bus-unauthorised' });
  });

  const getsNothing = async (who: Principal, inGroup: string): Promise<void> => {
    const stranger = client(who);
    const [got, read] = [[] as string[], [] as string[]];
    await stranger.subscribe({ group: inGroup, topics: [topic] }, async ({ value }) => void got.push(value));
    const { stop } = await as('police-liaison').subscribe({ group, topics: [topic] }, async ({ value }) => {
      read.push(value);
    });
    await as('prison-intelligence').publish([message()]);
    await eventually(() => expect(read).toContain('sealed'));
    await eventually(async () => expect(await stranger.ready()).toBe(false));
    expect(got).toEqual([]);
    await Promise.all([stranger.close(), stop()]);
  };

  it('the writer may not read in the reader’s group', () => getsNothing('prison-intelligence', group));

  it('the reader may not read in a group that is not its own', () =>
    getsNothing('police-liaison', `${group}.stranger`));

  it('the writer may not read in a group of its own either', async () => {
    const own = `${namespace}.prison-intelligence`;
    const elsewhere = {
      name: `${namespace}.elsewhere`,
      writer: 'policy',
      reader: ['prison-intelligence'],
      groups: [own],
    };
    await provisionKafka(admin(), { topics: [elsewhere] });
    await getsNothing('prison-intelligence', own);
  });

  it('a refused write takes nothing from the writer’s next one', async () => {
    const writer = as('prison-intelligence');
    await expect(writer.publish([{ ...message(), topic: `${namespace}.audit.none` }])).rejects.toThrow();
    await writer.publish([message()]);
  });

  it('a wrong password is refused', async () => {
    const { brokers } = testKafka();
    const forged = kafkaBus({
      brokers,
      username: 'oversight',
      password: 'wrong',
      clientId: 'forged',
      log: () => undefined,
    });
    await expect(forged.publish([message()])).rejects.toThrow();
    expect(await forged.ready()).toBe(false);
    await forged.close();
  });

  it('provisioning again changes nothing, and takes away what the plan no longer gives', async () => {
    const { name, groups } = await newTopic();
    const plan = (reader: Principal[]) => ({ topics: [{ name, writer: 'prison-intelligence', reader, groups }] });
    await provisionKafka(admin(), plan(['police-liaison']));
    const reader = client('police-liaison');
    await reader.subscribe({ group: groups[0], topics: [name] }, async () => undefined);
    await reader.close();
    await provisionKafka(admin(), plan(['oversight']));
    const late = client('police-liaison');
    await expect(late.subscribe({ group: groups[0], topics: [name] }, async () => undefined)).rejects.toMatchObject({
      code: 'bus-unauthorised',
    });
    await late.close();
  });
});

describe('a Kafka client', () => {
  it('whose consumer ended for good begins another one', async () => {
    const { name, groups } = await newTopic();
    const plan = (reader: Principal) => ({
      topics: [{ name, writer: 'prison-intelligence', reader: [reader], groups }],
    });
    const seen: string[] = [];
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    await reader.subscribe({ group: groups[0], topics: [name] }, async ({ value }) => void seen.push(value));
    await provisionKafka(admin(), plan('oversight'));
    await eventually(async () => expect(await reader.ready()).toBe(false));
    await writer.publish([{ topic: name, key: 'k', value: 'meanwhile', headers: {} }]);
    await provisionKafka(admin(), plan('police-liaison'));
    await eventually(() => expect(seen).toEqual(['meanwhile']));
    await eventually(async () => expect(await reader.ready()).toBe(true));
    await Promise.all([writer.close(), reader.close()]);
  });

  it('whose handler takes longer than the group waits keeps its place', async () => {
    const { name, groups } = await newTopic();
    const seen: string[] = [];
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    await reader.subscribe({ group: groups[0], topics: [name] }, async ({ value }) => {
      seen.push(value);
      if (value === 'slow') await new Promise((resolve) => setTimeout(resolve, 12_000));
    });
    await writer.publish(['slow', 'next'].map((value) => ({ topic: name, key: 'k', value, headers: {} })));
    await eventually(() => expect(seen).toEqual(['slow', 'next']), { timeoutMs: 30_000 });
    await Promise.all([writer.close(), reader.close()]);
  });

  it('a key that cannot be handled holds its own partition only', async () => {
    const { name, groups } = await newTopic();
    const seen = new Set<string>();
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    await reader.subscribe({ group: groups[0], topics: [name] }, async ({ key }) => {
      if (key === 'stuck') throw new Error('never');
      seen.add(key);
    });
    const keys = ['stuck', ...Array.from({ length: 20 }, (_, n) => `key-${n}`)];
    await writer.publish(keys.map((key) => ({ topic: name, key, value: key, headers: {} })));
    await eventually(() => expect(seen.size).toBeGreaterThanOrEqual(8));
    await Promise.all([writer.close(), reader.close()]);
  });

  it('says a message over the limit is too large', async () => {
    const { name } = await newTopic();
    const writer = client('prison-intelligence');
    const large = { topic: name, key: 'k', value: 'x'.repeat(2_000_000), headers: {} };
    await expect(writer.publish([large])).rejects.toMatchObject({ code: 'message-too-large' });
    await writer.close();
  });

  it('is not ready where there is no broker, and does not fail to subscribe', async () => {
    const nowhere = kafkaBus({
      brokers: ['127.0.0.1:1'],
      username: 'oversight',
      password: 'none',
      clientId: 'nowhere',
      log: () => undefined,
    });
    await nowhere.subscribe({ group: 'g', topics: ['t'] }, async () => undefined);
    expect(await nowhere.ready()).toBe(false);
    await expect(nowhere.publish([{ topic: 't', key: 'k', value: 'v', headers: {} }])).rejects.toMatchObject({
      code: 'bus-unavailable',
    });
    await nowhere.close();
  });
});
