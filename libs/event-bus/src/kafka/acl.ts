// Rights as Kafka keeps them, there and back. Pure.
import kafkajs, { type AclEntry } from 'kafkajs';
import type { Right } from '../reconcile/right.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const USER = 'User:';

export const asAcl = ({ principal, may, on, name, begins, denied, host }: Right): AclEntry => ({
  resourceType: on === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
  resourceName: name,
  resourcePatternType: begins ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
  principal: `${USER}${principal}`,
  host,
  operation: operationCalled(may),
  permissionType: denied ? AclPermissionTypes.DENY : AclPermissionTypes.ALLOW,
});

export const asRight = (acl: AclEntry): Right => ({
  principal: acl.principal.startsWith(USER) ? acl.principal.slice(USER.length) : acl.principal,
  may: nameOf(acl.operation),
  on: acl.resourceType === AclResourceTypes.GROUP ? 'group' : 'topic',
  name: acl.resourceName,
  begins: acl.resourcePatternType === ResourcePatternTypes.PREFIXED,
  denied: acl.permissionType === AclPermissionTypes.DENY,
  host: acl.host,
});

const OPERATIONS = Object.entries(AclOperationTypes).flatMap(([name, number]) =>
  typeof number === 'number' ? [{ name: name.toLowerCase(), number }] : [],
);

const nameOf = (operation: number): string =>
  OPERATIONS.find(({ number }) => number === operation)?.name ?? `operation-${operation}`;

const operationCalled = (may: string): number => OPERATIONS.find(({ name }) => name === may)?.number ?? 0;

/** Every right that anybody has on topics, or in groups. */
export const everyAclOn = (on: Right['on']) => ({
  resourceType: on === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
});
