import { describe, expect, it } from '@jest/globals';
import { eventually, testKafka } from '@gatehouse/testing';
import { busConformance } from '../conformance.ts';
import { busCoreConformance } from '../core.conformance.ts';
import { kafkaBus } from './kafka-bus.ts';
import { provisionKafka } from './provision-kafka.ts';
import { admin, client, newTopic, type Principal } from './trial.fixture.ts';

busConformance('Kafka', async () => ({
  topic: newTopic,
  writer: () => client('prison-intelligence'),
  reader: () => client('police-liaison'),
  close: async () => undefined,
}));

busCoreConformance('Kafka', async () => {
  const { brokers, principals } = testKafka();
  const login = { brokers, username: 'police-liaison', password: principals['police-liaison'], clientId: 'elsewhere' };
  return {
    topic: newTopic,
    writer: () => client('prison-intelligence'),
    reader: () => client('police-liaison'),
    readerElsewhere: `kafkaBus({ ...${JSON.stringify(login)}, log: () => {} })`,
    close: async () => undefined,
  };
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

  it('takes what piled up, however much it is, and keeps its order', async () => {
    const { name, groups } = await newTopic();
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    const sent = Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(5_000)}`);
    await writer.publish(sent.map((value) => ({ topic: name, key: 'k', value, headers: {} })));
    const seen: string[] = [];
    await reader.subscribe({ group: groups[0], topics: [name] }, async ({ value }) => void seen.push(value));
    await eventually(() => expect(seen.map((value) => value.length)).toHaveLength(sent.length), { timeoutMs: 30_000 });
    expect(seen).toEqual(sent);
    await Promise.all([writer.close(), reader.close()]);
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
