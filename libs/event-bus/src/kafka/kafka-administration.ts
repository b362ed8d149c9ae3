// Kafka as whoever administers it sees it: what it has, and one step at a time to what it should have.
import { unreachable } from '@gatehouse/event-store/decider';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import kafkajs, { type Admin } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import type { BusAdministration, BusState, FoundTopic, TopicShape } from '../reconcile/bus-state.ts';
import { rightKey, rightsOf, type Right } from '../reconcile/right.ts';
import { isShortened } from '../reconcile/settings.ts';
import type { Step } from '../reconcile/step.ts';
import type { TopicPlan } from '../topic-plan.ts';
import { asAcl, asRight, everyAclOn } from './acl.ts';
import { Administrator, type AdministratorLogin } from './administrator.ts';
import { topicsFound } from './topics-found.ts';
import { undeliveredOn } from './undelivered.ts';

const IN_FORCE_WITHIN_MS = 30_000;

/** @param login of a principal that may create topics and rights (on a local broker the super user) */
export const kafkaAdministration = (login: AdministratorLogin, shape: TopicShape = {}): BusAdministration => {
  const administrator = new Administrator(login);
  return {
    shape,
    knows: () => true,
    answers: () => administrator.does(async (client) => void (await client.describeCluster())),
    state: (plan, namespace) => administrator.does((client) => stateOf(client, { plan, namespace, shape })),
    take: async (steps) => {
      await administrator.does((client) => takeAll(client, steps, shape));
      // A client goes on asking about a topic that is gone, and is answered with a fault for ever.
      if (steps.some(({ step }) => step === 'delete-topic')) await administrator.close();
    },
    close: () => administrator.close(),
  };
};

interface Looking {
  plan: TopicPlan;
  namespace: string | null;
  shape: TopicShape;
}

const stateOf = async (client: Admin, { plan, namespace, shape }: Looking): Promise<BusState> => {
  const planned = new Set(plan.topics.map(({ name }) => name));
  const isAsked = (name: string): boolean =>
    namespace === null ? planned.has(name) : name.startsWith(`${namespace}.`);
  const [names, rights] = await Promise.all([client.listTopics(), everyRight(client)]);
  const groups = new Set(rightsOf(plan).flatMap((right) => (right.on === 'group' ? [right.name] : [])));
  const concerns = ({ on, name }: Right): boolean =>
    namespace === null && on === 'group' ? groups.has(name) : isAsked(name);
  const reachesIn = ({ name, begins }: Right): boolean =>
    namespace !== null && (name === '*' || (begins && `${namespace}.`.startsWith(name)));
  const found = await topicsFound(client, names.filter(isAsked));
  return {
    topics: await withUndelivered(client, found, { plan, namespace, shape }),
    rights: rights.filter(concerns),
    wider: rights.filter((right) => !concerns(right) && reachesIn(right)),
  };
};

/** Counted only where something could be lost: it takes a look at every group. */
const withUndelivered = async (
  client: Admin,
  found: readonly FoundTopic[],
  { plan, namespace, shape }: Looking,
): Promise<FoundTopic[]> => {
  const planned = new Map(plan.topics.map((topic) => [topic.name, topic]));
  const asked = found.flatMap((topic) => {
    const lane = planned.get(topic.name);
    if (lane && !isShortened(lane, topic, shape)) return [];
    return [{ topic: topic.name, groups: lane?.groups ?? null }];
  });
  const undelivered = await undeliveredOn(client, asked, namespace);
  return found.map((topic) => {
    const count = undelivered.get(topic.name);
    return count === undefined ? topic : { ...topic, undelivered: count };
  });
};

const everyRight = async (client: Admin): Promise<Right[]> => {
  const answers = await Promise.all([
    client.describeAcls(everyAclOn('topic')),
    client.describeAcls(everyAclOn('group')),
  ]);
  return answers.flatMap(({ resources }) =>
    resources.flatMap(({ acls, ...resource }) => acls.map((acl) => asRight({ ...resource, ...acl }))),
  );
};

/** Rights together, since narrowing is to be at once, and so are new topics, which take the broker no longer than one; the rest one by one. */
const takeAll = async (client: Admin, steps: readonly Step[], shape: TopicShape): Promise<void> => {
  const [taken, given] = [rightsIn(steps, 'take-right'), rightsIn(steps, 'give-right')];
  if (taken.length > 0) await client.deleteAcls({ filters: taken.map(asAcl) });
  await createTopics(client, steps, shape);
  for (const step of steps) await takeOne(client, step);
  if (given.length > 0) await client.createAcls({ acl: given.map(asAcl) });
  if (taken.length + given.length > 0) await untilInForce(client, taken, given);
};

const rightsIn = (steps: readonly Step[], kind: 'take-right' | 'give-right'): Right[] =>
  steps.flatMap((step) => (step.step === kind ? [step.right] : []));

const takeOne = async (client: Admin, step: Step): Promise<void> => {
  switch (step.step) {
    case 'add-partitions':
      await client.createPartitions({ topicPartitions: [{ topic: step.topic, count: step.to }] });
      return;
    case 'set-setting':
      return setSetting(client, step);
    case 'delete-topic':
      return client.deleteTopics({ topics: [step.topic] });
    case 'create-topic':
    case 'take-right':
    case 'give-right':
    case 'wider-right':
      return;
    default:
      return unreachable(step);
  }
};

/** What is there already, because another start was first, is left; a fault of any other is told, and what was made is not planned again. */
const createTopics = async (
  client: Admin,
  steps: readonly Step[],
  { partitions = 3, replication = 1 }: TopicShape,
): Promise<void> => {
  const topics = steps.flatMap((step) => {
    if (step.step !== 'create-topic') return [];
    const configEntries = Object.entries(step.settings).map(([name, value]) => ({ name, value }));
    return [{ topic: step.topic, numPartitions: partitions, replicationFactor: replication, configEntries }];
  });
  if (topics.length > 0) await client.createTopics({ topics, waitForLeaders: true });
};

/** The broker takes the settings of a topic as a whole: what is not said again would be lost. */
const setSetting = async (client: Admin, step: Extract<Step, { step: 'set-setting' }>): Promise<void> => {
  const [found] = await topicsFound(client, [step.topic]);
  const settings = { ...found?.settings, [step.setting]: step.to };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  await client.alterConfigs({ validateOnly: false, resources: [{ type, name: step.topic, configEntries }] });
};

/** The broker answers before it has learnt its new rights from the controller: whoever comes at once would be refused, or not yet be. */
const untilInForce = async (client: Admin, taken: Right[], given: Right[]): Promise<void> => {
  const until = performance.now() + IN_FORCE_WITHIN_MS;
  for (;;) {
    const held = new Set((await everyRight(client)).map(rightKey));
    const isHeld = (right: Right): boolean => held.has(rightKey(right));
    if (given.every(isHeld) && !taken.some(isHeld)) return;
    if (performance.now() > until) throw new RetryableFault('rights were given and are not in force yet');
    await setTimeout(20);
  }
};
