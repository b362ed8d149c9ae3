// What a broker has of some topics: partitions, the settings of their own, and what on them nobody has taken.
import kafkajs, { type Admin } from 'kafkajs';
import type { FoundTopic } from '../reconcile/bus-state.ts';

const { ConfigResourceTypes, ConfigSource } = kafkajs;

/**
 * @param isPlanned what is undelivered is counted for the others alone: it takes a look at every group
 * @param namespace begins the names of the groups that are looked at
 */
export const topicsFound = async (
  client: Admin,
  names: readonly string[],
  isPlanned: (name: string) => boolean,
  namespace: string | null,
): Promise<FoundTopic[]> => {
  if (names.length === 0) return [];
  const topics = [...names];
  const [metadata, described] = await Promise.all([
    client.fetchTopicMetadata({ topics }),
    client.describeConfigs({
      resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      includeSynonyms: false,
    }),
  ]);
  const partitions = new Map(metadata.topics.map((topic) => [topic.name, topic.partitions.length]));
  const settings = new Map(
    described.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(
        configEntries
          .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
          .map(({ configName, configValue }) => [configName, configValue]),
      ),
    ]),
  );
  const undelivered = await undeliveredOn(
    client,
    topics.filter((name) => !isPlanned(name)),
    namespace,
  );
  return topics.map((name) => ({
    name,
    partitions: partitions.get(name) ?? 0,
    settings: settings.get(name) ?? {},
    ...(undelivered.has(name) ? { undelivered: undelivered.get(name) ?? 0 } : {}),
  }));
};

/** Messages behind the furthest position of any group. A topic that nobody ever read is undelivered as a whole. */
const undeliveredOn = async (
  client: Admin,
  topics: readonly string[],
  namespace: string | null,
): Promise<Map<string, number>> => {
  if (topics.length === 0) return new Map();
  const { groups } = await client.listGroups();
  const ours = groups.filter(({ groupId }) => namespace === null || groupId.startsWith(`${namespace}.`));
  const taken = new Map<string, bigint>();
  for (const { groupId } of ours)
    for (const { topic, partitions } of await client.fetchOffsets({ groupId, topics: [...topics] }))
      for (const { partition, offset } of partitions) {
        const place = `${topic}/${partition}`;
        const position = BigInt(offset);
        if (position > (taken.get(place) ?? -1n)) taken.set(place, position);
      }
  const counts = topics.map(async (topic): Promise<[string, number]> => {
    const ends = await client.fetchTopicOffsets(topic);
    const left = ends.map(({ partition, high, low }) => {
      const from = taken.get(`${topic}/${partition}`) ?? -1n;
      return BigInt(high) - (from > BigInt(low) ? from : BigInt(low));
    });
    return [topic, Number(left.reduce((sum, count) => sum + count, 0n))];
  });
  return new Map(await Promise.all(counts));
};
