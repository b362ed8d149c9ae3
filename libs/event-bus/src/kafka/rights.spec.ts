import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import type { TopicPlan } from '../topic-plan.ts';
import { plannedRights } from './rights.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const nameIn = (type: object, value: number): string =>
  Object.entries(type).find(([, number]) => number === value)?.[0] ?? `${value}`;
const readable = (plan: TopicPlan): string[] =>
  plannedRights(plan).map(
    (right) =>
      `${right.principal} ${nameIn(AclOperationTypes, right.operation)} ${nameIn(AclResourceTypes, right.resourceType)} ` +
      `${right.resourceName} ${nameIn(ResourcePatternTypes, right.resourcePatternType)}`,
  );

it('only the writer writes, only the reader reads, in its own groups', () => {
  expect(
    readable({
      topics: [
        { name: 'g.a', writer: 'prison', reader: ['police'], groups: ['g.inbox'] },
        { name: 'g.b', writer: 'prison', reader: ['police'], groups: ['g.inbox'] },
      ],
    }),
  ).toEqual([
    'User:prison WRITE TOPIC g.a LITERAL',
    'User:prison DESCRIBE TOPIC g.a LITERAL',
    'User:police READ TOPIC g.a LITERAL',
    'User:police DESCRIBE TOPIC g.a LITERAL',
    'User:police READ GROUP g.inbox LITERAL',
    'User:prison WRITE TOPIC g.b LITERAL',
    'User:prison DESCRIBE TOPIC g.b LITERAL',
    'User:police READ TOPIC g.b LITERAL',
    'User:police DESCRIBE TOPIC g.b LITERAL',
  ]);
});

it('several readers share no group, and a dotted prefix stays within its name', () => {
  const groups = ['g.police', 'g.court.*', 'g.police-archive'];
  const rights = readable({ topics: [{ name: 'g.a', writer: 'policy', reader: ['police', 'court'], groups }] });
  expect(rights.filter((right) => right.includes('GROUP'))).toEqual([
    'User:police READ GROUP g.police LITERAL',
    'User:court READ GROUP g.court. PREFIXED',
  ]);
});

it('no plan gives a wildcard, a deny or a right to someone it does not name', () => {
  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  const topic = fc.record({ name, writer: name, reader: fc.array(name), groups: fc.array(name) });
  fc.assert(
    fc.property(fc.array(topic), (topics) => {
      const named = new Set(topics.flatMap((t) => [t.writer, ...t.reader]).map((principal) => `User:${principal}`));
      for (const right of plannedRights({ topics })) {
        expect(named).toContain(right.principal);
        expect(right.permissionType).toBe(AclPermissionTypes.ALLOW);
        expect(right.resourceName).not.toBe('*');
      }
    }),
  );
});
