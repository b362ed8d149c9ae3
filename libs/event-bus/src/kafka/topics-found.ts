// What a broker has of some topics: partitions, and the settings of their own.
import kafkajs, { type Admin } from 'kafkajs';
import type { FoundTopic } from '../reconcile/bus-state.ts';

const { ConfigResourceTypes, ConfigSource } = kafkajs;

export const topicsFound = async (client: Admin, names: readonly string[]): Promise<FoundTopic[]> => {
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
  return topics.map((name) => ({
    name,
    partitions: partitions.get(name) ?? 0,
    settings: settings.get(name) ?? {},
  }));
};
