// Members of a consumer group that come, leave and are away for an hour, and a topic that grows: nothing is lost, no effect repeated.
import { eventually, testKafka } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disordered, numbered, OneEffect } from './one-effect.fixture.ts';
import { quietKafka } from './quiet-kafkajs.ts';
import { client, newTopic } from './trial.fixture.ts';

const PATIENCE = { timeoutMs: 60_000 };
const HOUR_MS = 3_600_000;
/** of the relay within the hour; at each it finds some that are to be sent again */
const LOOKS = 6;

describe('a consumer group', () => {
  let work: OneEffect;
  beforeEach(async () => {
    work = await OneEffect.make();
  });
  afterEach(() => work.close());

  const settled = (until = 0) =>
    eventually(async () => expect(await work.depth()).toEqual({ unsent: 0, unreceipted: until }), PATIENCE);

  it('one of whose two members leaves with work in flight loses nothing and repeats no effect', async () => {
    const { name, groups } = await newTopic();
    const [writer, leaving, staying] = [
      client('prison-intelligence'),
      client('police-liaison'),
      client('police-liaison'),
    ];
    const relay = work.relay(writer);
    let byLeaving = 0;
    await leaving.subscribe({ group: groups[0], topics: [name] }, async (message) => {
      await work.handle(message);
      byLeaving += 1;
    });
    await work.put(name, 400);
    relay.start();
    await eventually(() => expect(byLeaving).toBeGreaterThan(20), PATIENCE);
    await staying.subscribe({ group: groups[0], topics: [name] }, work.handle);
    await leaving.close();
    await settled();
    const effects = await work.effects();
    expect(effects.toSorted((a, b) => a - b)).toEqual(numbered(400));
    expect(disordered(effects)).toEqual([]);
    await Promise.all([relay.stop(), writer.close(), staying.close()]);
  });

  it('that was away for an hour goes on where it was, although everything was sent to it again meanwhile', async () => {
    const { name, groups } = await newTopic();
    const [writer, before, after] = [client('prison-intelligence'), client('police-liaison'), client('police-liaison')];
    const relay = work.relay(writer);
    await before.subscribe({ group: groups[0], topics: [name] }, work.handle);
    await work.put(name, 30);
    relay.start();
    await settled();
    await before.close();
    await work.put(name, 50);
    await settled(50);
    for (let looks = 0; looks < LOOKS; looks += 1) {
      work.clock.advance(HOUR_MS / LOOKS);
      await relay.runOnce();
    }
    const handled: number[] = [];
    await after.subscribe({ group: groups[0], topics: [name] }, async (message) => {
      handled.push(Number(message.headers['message-id']));
      await work.handle(message);
    });
    await settled();
    expect(handled.filter((messageId) => messageId <= 30)).toEqual([]);
    expect((await work.effects()).toSorted((a, b) => a - b)).toEqual(numbered(80));
    expect(disordered(await work.effects())).toEqual([]);
    await Promise.all([relay.stop(), writer.close(), after.close()]);
  });

  it('reads a topic on that is given more partitions while messages are on their way', async () => {
    const { name, groups } = await newTopic();
    const [writer, reader] = [client('prison-intelligence'), client('police-liaison')];
    const relay = work.relay(writer);
    await work.put(name, 100);
    relay.start();
    await settled(100);
    await withMorePartitions(name, 6);
    // Who writes and who reads learns of them within a minute, or by beginning anew.
    await writer.close();
    await relay.stop();
    const anew = client('prison-intelligence');
    const next = work.relay(anew);
    await work.put(name, 100);
    next.start();
    await reader.subscribe({ group: groups[0], topics: [name] }, work.handle);
    await settled();
    expect((await work.effects()).toSorted((a, b) => a - b)).toEqual(numbered(200));
    await Promise.all([next.stop(), anew.close(), reader.close()]);
  });
});

const withMorePartitions = async (topic: string, count: number): Promise<void> => {
  const { brokers, principals } = testKafka();
  const login = { brokers, username: 'admin', password: principals['admin'] ?? '', clientId: 'partitions' };
  const admin = quietKafka(login, () => undefined).admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic, count }] });
  await admin.disconnect();
};
