/**
 * From what is wanted and what a bus has to the steps between: pure.
 *
 * Invariants: rights are taken before any is given; a topic is made before a right on it is given; nothing is given that the wanted plan
 * does not name; where nothing differs there is no step. A topic that no plan names is to be deleted, and a time that is shortened, and
 * each says what would be lost.
 */
import type { TopicPlan } from '../topic-plan.ts';
import type { BusState, FoundTopic, TopicShape } from './bus-state.ts';
import { rightKey, rightsOf, type Right } from './right.ts';
import { differs, settingsOf, shortens } from './settings.ts';
import type { Step } from './step.ts';

const PARTITIONS = 3;

type Planned = TopicPlan['topics'][number];

/** @param knows whether a principal can be given anything on this bus */
export const planSteps = (
  wanted: TopicPlan,
  there: BusState,
  shape: TopicShape,
  knows: (principal: string) => boolean,
): Step[] => {
  const planned = new Map(wanted.topics.map((topic) => [topic.name, topic]));
  const found = new Map(there.topics.map((topic) => [topic.name, topic]));
  const rights = rightsOf(wanted).filter(({ principal }) => knows(principal));
  return [
    ...without(there.rights, rights).map((right): Step => ({ step: 'take-right', right })),
    ...[...planned.values()].flatMap((topic) => made(topic, found.get(topic.name), shape)),
    ...without(rights, there.rights).map((right): Step => ({ step: 'give-right', right })),
    ...there.topics
      .filter(({ name }) => !planned.has(name))
      .map(({ name, undelivered = 0 }): Step => ({ step: 'delete-topic', topic: name, undelivered })),
    ...there.wider.map((right): Step => ({ step: 'wider-right', right })),
  ];
};

const without = (these: readonly Right[], those: readonly Right[]): Right[] => {
  const keys = new Set(those.map(rightKey));
  return these.filter((right) => !keys.has(rightKey(right)));
};

const made = (topic: Planned, found: FoundTopic | undefined, shape: TopicShape): Step[] => {
  const settings = settingsOf(topic, shape);
  if (!found) return [{ step: 'create-topic', topic: topic.name, settings }];
  const { partitions, settings: has } = found;
  const least = shape.partitions ?? PARTITIONS;
  return [
    ...(partitions !== null && partitions < least
      ? [{ step: 'add-partitions', topic: topic.name, from: partitions, to: least } as const]
      : []),
    ...(has === null ? [] : Object.entries(settings))
      .filter(([setting, to]) => differs(setting, has?.[setting], to))
      .map(([setting, to]): Step => {
        const from = has?.[setting] ?? null;
        const losing = shortens(setting, from, to) ? { undelivered: found.undelivered ?? 0 } : {};
        return { step: 'set-setting', topic: topic.name, setting, from, to, ...losing };
      }),
  ];
};
