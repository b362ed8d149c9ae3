// What stands on a topic of Kafka and was not taken.
import type { Admin } from 'kafkajs';

/** Groups that were asked about, with the place up to which each took a partition. */
type Positions = Map<string, Map<string, bigint>>;

/** Whether a topic is behind its slowest own group, or, where nobody plans it, behind whoever read it furthest. */
export interface Asked {
  topic: string;
  /** its own groups, `.*` at the end standing for all that begin so; null: any group */
  groups: readonly string[] | null;
}

/**
 * Messages that nobody has taken, by topic. One that was never read is undelivered as a whole, and so is one that a group of its own never read.
 * @param namespace begins the names of the groups that are looked at; null: all
 */
export const undeliveredOn = async (
  client: Admin,
  asked: readonly Asked[],
  namespace: string | null,
): Promise<Map<string, number>> => {
  if (asked.length === 0) return new Map();
  const { groups } = await client.listGroups();
  const ours = groups
    .map(({ groupId }) => groupId)
    .filter((id) => namespace === null || id.startsWith(`${namespace}.`));
  const positions = await positionsOf(
    client,
    ours,
    asked.map(({ topic }) => topic),
  );
  const counts = asked.map(async (one): Promise<[string, number]> => [one.topic, await behind(client, one, positions)]);
  return new Map(await Promise.all(counts));
};

const positionsOf = async (client: Admin, groups: readonly string[], topics: string[]): Promise<Positions> => {
  const positions: Positions = new Map();
  for (const groupId of groups) {
    const places = new Map<string, bigint>();
    for (const { topic, partitions } of await client.fetchOffsets({ groupId, topics }))
      for (const { partition, offset } of partitions) places.set(`${topic}/${partition}`, BigInt(offset));
    positions.set(groupId, places);
  }
  return positions;
};

const behind = async (client: Admin, { topic, groups }: Asked, positions: Positions): Promise<number> => {
  const ends = await client.fetchTopicOffsets(topic);
  const left = ends.map(({ partition, high, low }) => {
    const from =
      groups === null
        ? furthest(positions, `${topic}/${partition}`)
        : slowest(positions, groups, `${topic}/${partition}`);
    return BigInt(high) - (from > BigInt(low) ? from : BigInt(low));
  });
  return Number(left.reduce((sum, count) => sum + count, 0n));
};

const NOWHERE = -1n;

const furthest = (positions: Positions, place: string): bigint =>
  [...positions.values()]
    .map((of) => of.get(place) ?? NOWHERE)
    .reduce((most, one) => (one > most ? one : most), NOWHERE);

const slowest = (positions: Positions, groups: readonly string[], place: string): bigint => {
  const each = groups.map((group) =>
    group.endsWith('.*')
      ? furthest(new Map([...positions].filter(([id]) => id.startsWith(group.slice(0, -1)))), place)
      : (positions.get(group)?.get(place) ?? NOWHERE),
  );
  return each.reduce((least, one) => (one < least ? one : least), each[0] ?? NOWHERE);
};
