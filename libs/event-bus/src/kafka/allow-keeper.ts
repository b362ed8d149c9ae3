// What whoever keeps the lanes may do at the broker, and no more: make topics of one namespace and change them, and say who may use them.
// It reads and writes no topic, deletes none, and touches nothing that begins otherwise.
import kafkajs, { type AclEntry } from 'kafkajs';
import type { Right } from '../reconcile/right.ts';
import { Administrator, type AdministratorLogin } from './administrator.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const ON_TOPICS = ['create', 'describe', 'alter', 'alter_configs', 'describe_configs'];
const IN_GROUPS = ['describe'];

/** Whether it is one of the rights by which the lanes are kept: those are the administrator's to give and to take. */
export const isKeepers =
  (keeper: string, namespace: string) =>
  ({ principal, may, on, name, begins, denied, host }: Right): boolean =>
    principal === keeper &&
    name === `${namespace}.` &&
    begins &&
    !denied &&
    host === '*' &&
    (on === 'topic' ? ON_TOPICS : IN_GROUPS).includes(may);

/** @param login of the administrator. Again it changes nothing. @throws as `Administrator.does` */
export const allowKeeper = async (login: AdministratorLogin, keeper: string, namespace: string): Promise<void> => {
  const administrator = new Administrator(login);
  const give = { principal: `User:${keeper}`, host: '*', permissionType: AclPermissionTypes.ALLOW };
  const within = { resourceName: `${namespace}.`, resourcePatternType: ResourcePatternTypes.PREFIXED, ...give };
  // Who may say who may what is no right on a topic: the broker knows it for the cluster alone.
  const cluster = {
    ...give,
    resourceType: AclResourceTypes.CLUSTER,
    resourceName: 'kafka-cluster',
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
  const acl: AclEntry[] = [
    ...ON_TOPICS.map((may) => ({ ...within, resourceType: AclResourceTypes.TOPIC, operation: operation(may) })),
    ...IN_GROUPS.map((may) => ({ ...within, resourceType: AclResourceTypes.GROUP, operation: operation(may) })),
    ...['alter', 'describe'].map((may) => ({ ...cluster, operation: operation(may) })),
  ];
  await administrator.does((client) => client.createAcls({ acl })).finally(() => administrator.close());
};

const operation = (may: string): number => AclOperationTypes[may.toUpperCase() as keyof typeof AclOperationTypes];
