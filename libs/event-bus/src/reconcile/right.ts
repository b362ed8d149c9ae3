// What a principal may do on a bus, in words that every transport has. Pure. Whoever has no right can do nothing: a bus denies by default.
import { groupsOf, type TopicPlan } from '../topic-plan.ts';

export interface Right {
  principal: string;
  /** 'read', 'write', or whatever else somebody gave at the broker */
  may: string;
  on: 'topic' | 'group';
  name: string;
  /** it stands for every name that begins so */
  begins: boolean;
  /** taken from whoever else gives it; no plan does */
  denied: boolean;
  /** the machine it is for; every one in a plan */
  host: string;
}

/** All rights of a plan, each once. To read or to write includes to ask about the topic, and to write what an idempotent producer needs. */
export const rightsOf = (plan: TopicPlan): Right[] => {
  const rights = plan.topics.flatMap((topic) => [
    onTopic(topic.writer, 'write', topic.name),
    ...topic.reader.map((reader) => onTopic(reader, 'read', topic.name)),
    ...topic.reader.flatMap((reader) => groupsOf(topic, reader).map((group) => inGroup(reader, group))),
  ]);
  return [...new Map(rights.map((right) => [rightKey(right), right])).values()];
};

/** Equal for equal rights. */
export const rightKey = ({ principal, may, on, name, begins, denied, host }: Right): string =>
  JSON.stringify([on, name, begins, principal, may, denied, host]);

const given = { begins: false, denied: false, host: '*' };

const onTopic = (principal: string, may: string, name: string): Right => ({
  principal,
  may,
  on: 'topic',
  name,
  ...given,
});

const inGroup = (principal: string, group: string): Right =>
  group.endsWith('.*')
    ? { ...onTopic(principal, 'read', group.slice(0, -1)), on: 'group', begins: true }
    : { ...onTopic(principal, 'read', group), on: 'group' };
