// Which rights a plan gives: pure. Whoever the plan does not name has none, since the broker denies by default.
import kafkajs, { type AclEntry } from 'kafkajs';
import { groupsOf, type TopicPlan } from '../topic-plan.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** All rights of a plan, each once. Writing includes what an idempotent producer needs (Kafka 3 and later). */
export const plannedRights = (plan: TopicPlan): AclEntry[] => {
  const rights = plan.topics.flatMap((topic) => [
    ...onTopic(topic.name, topic.writer, [AclOperationTypes.WRITE, AclOperationTypes.DESCRIBE]),
    ...topic.reader.flatMap((reader) =>
      onTopic(topic.name, reader, [AclOperationTypes.READ, AclOperationTypes.DESCRIBE]),
    ),
    ...topic.reader.flatMap((reader) => groupsOf(topic, reader).map((group) => onGroup(group, reader))),
  ]);
  return [...new Map(rights.map((right) => [rightKey(right), right])).values()];
};

/** Equal for equal rights. */
export const rightKey = (right: AclEntry): string =>
  JSON.stringify([
    right.resourceType,
    right.resourceName,
    right.resourcePatternType,
    right.principal,
    right.host,
    right.operation,
    right.permissionType,
  ]);

const onTopic = (topic: string, principal: string, operations: number[]): AclEntry[] =>
  operations.map((operation) =>
    allow(AclResourceTypes.TOPIC, topic, ResourcePatternTypes.LITERAL, principal, operation),
  );

const onGroup = (group: string, principal: string): AclEntry =>
  group.endsWith('.*')
    ? allow(
        AclResourceTypes.GROUP,
        group.slice(0, -1),
        ResourcePatternTypes.PREFIXED,
        principal,
        AclOperationTypes.READ,
      )
    : allow(AclResourceTypes.GROUP, group, ResourcePatternTypes.LITERAL, principal, AclOperationTypes.READ);

const allow = (
  resourceType: number,
  resourceName: string,
  resourcePatternType: number,
  principal: string,
  operation: number,
): AclEntry => ({
  resourceType,
  resourceName,
  resourcePatternType,
  principal: `User:${principal}`,
  host: '*',
  operation,
  permissionType: AclPermissionTypes.ALLOW,
});
