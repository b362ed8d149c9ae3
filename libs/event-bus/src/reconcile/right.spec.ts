import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TopicPlan } from '../topic-plan.ts';
import { rightsOf } from './right.ts';

const readable = (plan: TopicPlan): string[] =>
  rightsOf(plan).map(({ principal, may, on, name, begins }) => `${principal} ${may} ${on} ${name}${begins ? '*' : ''}`);

it('only the writer writes, only the reader reads, in its own groups', () => {
  expect(
    readable({
      topics: [
        { name: 'g.a', writer: 'prison', reader: ['police'], groups: ['g.inbox'] },
        { name: 'g.b', writer: 'prison', reader: ['police'], groups: ['g.inbox'] },
      ],
    }),
  ).toEqual([
    'prison write topic g.a',
    'police read topic g.a',
    'police read group g.inbox',
    'prison write topic g.b',
    'police read topic g.b',
  ]);
});

it('several readers share no group, and a dotted prefix stays within its name', () => {
  const groups = ['g.police', 'g.court.*', 'g.police-archive'];
  const rights = readable({ topics: [{ name: 'g.a', writer: 'policy', reader: ['police', 'court'], groups }] });
  expect(rights.filter((right) => right.includes('group'))).toEqual([
    'police read group g.police',
    'court read group g.court.*',
  ]);
});

it('no plan gives a wildcard, a denial or a right to someone it does not name', () => {
  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  const topic = fc.record({ name, writer: name, reader: fc.array(name), groups: fc.array(name) });
  fc.assert(
    fc.property(fc.array(topic), (topics) => {
      const named = new Set(topics.flatMap((t) => [t.writer, ...t.reader]));
      for (const right of rightsOf({ topics })) {
        expect(named).toContain(right.principal);
        expect([right.denied, right.name === '*']).toEqual([false, false]);
      }
    }),
  );
});
