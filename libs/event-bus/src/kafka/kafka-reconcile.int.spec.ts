import { describe, expect, it } from '@jest/globals';
import { eventually, freshNamespace } from '@gatehouse/testing';
import kafkajs from 'kafkajs';
import { planFor, reconcile } from '../reconcile/reconcile.ts';
import { reconcileConformance } from '../reconcile/reconcile.conformance.ts';
import { inWords, type Step } from '../reconcile/step.ts';
import { asAcl } from './acl.ts';
import { kafkaAdministration } from './kafka-administration.ts';
import { quietKafka } from './quiet-kafkajs.ts';
import { admin, client } from './trial.fixture.ts';

reconcileConformance('Kafka', async () => {
  const administration = kafkaAdministration(admin());
  return { namespace: freshNamespace(), administration, client, close: () => administration.close() };
});

/** By hand, with the administrator's own tools. */
const byHand = async <T>(work: (client: kafkajs.Admin) => Promise<T>): Promise<T> => {
  const tool = quietKafka({ ...admin(), clientId: 'by-hand' }, () => undefined).admin();
  await tool.connect();
  return work(tool).finally(() => tool.disconnect());
};

describe('a broker on which somebody worked by hand', () => {
  it('gets partitions and settings back, keeps settings of its own, and loses a denial and a prefix', async () => {
    const namespace = freshNamespace();
    const name = `${namespace}.mou.report`;
    const plan = {
      topics: [{ name, writer: 'prison-intelligence', reader: ['police-liaison'], groups: [`${namespace}.p`] }],
    };
    const entry = (setting: string, value: string) => ({ name: setting, value });
    const planted = { may: 'read', on: 'topic', name, begins: false, denied: false, host: '*' } as const;
    await byHand(async (tool) => {
      const configEntries = [entry('retention.ms', '60000'), entry('max.message.bytes', '2000000')];
      await tool.createTopics({ topics: [{ topic: name, numPartitions: 1, replicationFactor: 1, configEntries }] });
      await tool.createAcls({
        acl: [
          asAcl({ ...planted, principal: 'police-liaison', denied: true }),
          asAcl({ ...planted, principal: 'oversight', name: `${namespace}.`, begins: true }),
        ],
      });
    });
    const wanted = { plan, namespace };
    const administration = kafkaAdministration(admin());
    const shown = async () =>
      (await planFor(administration, wanted)).map((step) => inWords(step).replaceAll(namespace, 'ns'));
    await eventually(async () =>
      expect((await shown()).toSorted()).toEqual([
        'add partitions to ns.mou.report: 1 to 3',
        'give police-liaison: read the group ns.p',
        'give police-liaison: read the topic ns.mou.report',
        'give prison-intelligence: write the topic ns.mou.report',
        'set cleanup.policy of ns.mou.report: the default to delete',
        'set message.timestamp.type of ns.mou.report: the default to LogAppendTime',
        'set retention.bytes of ns.mou.report: the default to -1',
        'set retention.ms of ns.mou.report: 60000 to 604800000',
        'set segment.ms of ns.mou.report: the default to 85800000',
        'take from oversight: read the topic whose name begins with ns.',
        'take from police-liaison: never read the topic ns.mou.report',
      ]),
    );
    await reconcile(administration, wanted);
    await eventually(async () => expect(await shown()).toEqual([]));
    await administration.close();
    const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: ['max.message.bytes'] }];
    const described = await byHand((tool) => tool.describeConfigs({ resources, includeSynonyms: false }));
    expect(described.resources[0]?.configEntries[0]?.configValue).toBe('2000000');
  });

  it('is given a shorter time only once everything on the lane was taken, or somebody says that it may be lost', async () => {
    const namespace = freshNamespace();
    const group = `${namespace}.police-liaison`;
    const lane = {
      name: `${namespace}.mou.report`,
      writer: 'prison-intelligence',
      reader: ['police-liaison'],
      groups: [group],
    };
    const within = (goneWithinMs?: number) => ({
      plan: { topics: [{ ...lane, ...(goneWithinMs && { goneWithinMs }) }] },
      namespace,
    });
    const [administration, writer] = [kafkaAdministration(admin()), client('prison-intelligence')];
    const DAY_MS = 86_400_000;
    const write = (value: string) => writer.publish([{ topic: lane.name, key: 'k', value, headers: {} }]);
    const said = (steps: Step[]) => steps.map((step) => inWords(step).replaceAll(namespace, 'ns'));
    const losing = (to: number) =>
      `set retention.ms of ns.mou.report: 604800000 to ${to}: 1 message on it is undelivered and would be lost`;
    try {
      await reconcile(administration, within());
      await write('nobody has taken it');
      const refused = await reconcile(administration, within(DAY_MS));
      expect(said(refused.left)).toEqual([losing(75_600_000)]);
      const read: string[] = [];
      const police = client('police-liaison');
      await police.subscribe({ group, topics: [lane.name] }, async ({ value }) => void read.push(value));
      await eventually(() => expect(read).toHaveLength(1));
      await police.close();
      const shortened = await reconcile(administration, within(DAY_MS));
      expect(said([...shortened.taken, ...shortened.left])).toEqual([
        'set retention.ms of ns.mou.report: 604800000 to 75600000',
      ]);
      await reconcile(administration, within());
      await write('nobody will take it');
      const lost = await reconcile(administration, within(2 * DAY_MS), {
        mayLose: { topics: false, undelivered: true },
      });
      expect(said(lost.taken)).toContain(losing(151_200_000));
      await eventually(async () => expect(await planFor(administration, within(2 * DAY_MS))).toEqual([]));
    } finally {
      await Promise.all([administration.close(), writer.close()]);
    }
  });
});
