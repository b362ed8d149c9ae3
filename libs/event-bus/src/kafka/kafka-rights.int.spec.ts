import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testKafka } from '@gatehouse/testing';
import type { Bus } from '../bus.ts';
import { kafkaBus } from './kafka-bus.ts';
import { provisionKafka } from './provision-kafka.ts';
import { admin, client, namespace, newTopic, type Principal } from './trial.fixture.ts';

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
