/** Which topics there are and who may do what: compiled from the instruments, never written by hand. */
export interface TopicPlan {
  topics: {
    name: string;
    /** the principal that alone may write */
    writer: string;
    /** the principals that alone may read */
    reader: string[];
    /**
     * Consumer groups. With one reader they are all its own; with several, a group belongs to the reader whose name is
     * one of its dot-separated parts, as in 'gatehouse.police-liaison'. One that ends in '.*' stands for all beginning so.
     */
    groups: string[];
    /** milliseconds after which a message is gone from the bus for certain; default eight days */
    goneWithinMs?: number;
    /** keep the last message of each key instead */
    compact?: boolean;
  }[];
}

/** A group shared between principals would let one take the other's partitions and move its position. */
export const groupsOf = (topic: TopicPlan['topics'][number], reader: string): string[] =>
  topic.reader.length === 1 ? topic.groups : topic.groups.filter((group) => group.split('.').includes(reader));
