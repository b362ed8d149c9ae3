/**
 * Topics and rights on Kafka, as the plan says.
 *
 * Promise: afterwards every planned topic exists, its writer alone writes it and its readers alone read it; running it again
 * changes nothing. Invariants: a right on a planned topic that the plan does not give is taken away; no right is given by
 * wildcard; nothing is ever deleted but rights.
 */
import { setTimeout } from 'node:timers/promises';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { Backoff } from '../backoff.ts';
import { logToStandardError } from '../bus.ts';
import type { TopicPlan } from '../topic-plan.ts';
import { asBusFault, protocolErrorOf } from './kafka-faults.ts';
import { quietKafka } from './quiet-kafkajs.ts';
import { plannedRights, rightKey } from './rights.ts';

export interface ProvisionOptions {
  /** default 3 */
  partitions?: number;
  /** default 1: one machine; agencies run 3 */
  replication?: number;
}

const PATIENCE_MS = 30_000;
const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * @param admin a principal that may create topics and rights (on a local broker the super user)
 * @throws BusFault when the broker refuses; RetryableFault when it was not to be had within half a minute
 */
export const provisionKafka = async (
  admin: { brokers: string[]; username: string; password: string },
  plan: TopicPlan,
  options: ProvisionOptions = {},
): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  const resting = new Backoff();
  for (;;) {
    const fault = await provisionOnce(admin, plan, options).catch(asBusFault);
    if (!fault) return;
    // A topic made a moment ago may not have its leader yet, and says so to whoever asks first.
    if (!(fault instanceof RetryableFault) || performance.now() > until) throw fault;
    await setTimeout(resting.fault('provision'));
  }
};

const provisionOnce = async (
  admin: { brokers: string[]; username: string; password: string },
  plan: TopicPlan,
  options: ProvisionOptions,
): Promise<void> => {
  const client = quietKafka({ ...admin, clientId: 'gatehouse-provision' }, logToStandardError).admin();
  try {
    await client.connect();
    await createMissing(client, plan, options);
    await settleRights(client, plan);
  } finally {
    await client.disconnect().catch(() => undefined);
  }
};

const createMissing = async (client: Admin, plan: TopicPlan, options: ProvisionOptions): Promise<void> => {
  const there = new Set(await client.listTopics());
  const topics = plan.topics.filter(({ name }) => !there.has(name)).map((topic) => topicConfig(topic, options));
  if (topics.length === 0) return;
  try {
    await client.createTopics({ topics, waitForLeaders: true });
  } catch (error) {
    // Another start was first.
    if (protocolErrorOf(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
  }
};

const topicConfig = (topic: TopicPlan['topics'][number], { partitions = 3, replication = 1 }: ProvisionOptions) => ({
  topic: topic.name,
  numPartitions: partitions,
  replicationFactor: replication,
  configEntries: [
    { name: 'cleanup.policy', value: topic.compact ? 'compact' : 'delete' },
    { name: 'retention.ms', value: String(topic.retentionMs ?? SEVEN_DAYS_MS) },
    { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
  ],
});

const settleRights = async (client: Admin, plan: TopicPlan): Promise<void> => {
  const planned = plannedRights(plan);
  const keys = new Set(planned.map(rightKey));
  const there = await rightsOnAll(client, plan);
  const held = new Set(there.map(rightKey));
  const surplus = there.filter((right) => !keys.has(rightKey(right)));
  const onGroups = (right: AclEntry): boolean => right.resourceType !== kafkajs.AclResourceTypes.TOPIC;
  const missing = planned.filter((right) => onGroups(right) || !held.has(rightKey(right)));
  if (surplus.length > 0) await client.deleteAcls({ filters: surplus });
  if (missing.length > 0) await client.createAcls({ acl: missing });
  await untilInForce(client, plan, new Set(planned.filter((right) => !onGroups(right)).map(rightKey)));
};

/** The broker answers before it has learnt its new rights from the controller: whoever comes at once would be refused. */
const untilInForce = async (client: Admin, plan: TopicPlan, wanted: ReadonlySet<string>): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const held = new Set((await rightsOnAll(client, plan)).map(rightKey));
    if (held.size === wanted.size && [...wanted].every((key) => held.has(key))) return;
    if (performance.now() > until) throw new RetryableFault('rights were given and are not in force yet');
    await setTimeout(20);
  }
};

const rightsOnAll = async (client: Admin, plan: TopicPlan): Promise<AclEntry[]> =>
  (await Promise.all(plan.topics.map(({ name }) => rightsOn(client, name)))).flat();

const rightsOn = async (client: Admin, topic: string): Promise<AclEntry[]> => {
  const { resources } = await client.describeAcls({
    resourceType: kafkajs.AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
    operation: kafkajs.AclOperationTypes.ANY,
    permissionType: kafkajs.AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) =>
    acls.map((acl) => ({ resourceType, resourceName, resourcePatternType, ...acl })),
  );
};
