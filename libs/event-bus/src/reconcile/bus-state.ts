import type { TopicPlan } from '../topic-plan.ts';
import type { Right } from './right.ts';
import type { Step } from './step.ts';

/** What a bus has, as far as it was asked about. */
export interface BusState {
  topics: FoundTopic[];
  /** on those topics and their groups */
  rights: Right[];
  /** rights on names that are wider than what was asked about, and so reach into it */
  wider: Right[];
}

export interface FoundTopic {
  name: string;
  /** null on a transport that has none */
  partitions: number | null;
  /** what is set for this topic itself; null on a transport that has no settings */
  settings: Record<string, string> | null;
  /**
   * messages on it that nobody has taken, where it is asked: of a topic that no plan names, since no group took them; of one whose
   * time is to be shortened, since one of its own groups did not
   */
  undelivered?: number;
}

/** How topics are made. */
export interface TopicShape {
  /** at the least; default 3 */
  partitions?: number;
  /** copies of each message; default 1: one machine; agencies run 3 */
  replication?: number;
}

/** A bus as whoever administers it sees it. */
export interface BusAdministration {
  /**
   * @param namespace asks about everything whose name begins so; null: about what the plan names
   * @throws BusFault when the bus refuses; RetryableFault when it is not to be had now
   */
  state(plan: TopicPlan, namespace: string | null): Promise<BusState>;
  /** Takes the steps in their order; one that was taken before changes nothing. Resolves when they are in force. @throws as `state` */
  take(steps: readonly Step[]): Promise<void>;
  /** Resolves when the bus answers, and knows whoever asks. @throws as `state` */
  answers(): Promise<void>;
  /** a principal that this bus knows no login of can be given nothing */
  knows(principal: string): boolean;
  readonly shape: TopicShape;
  /** Lets go of the connection. */
  close(): Promise<void>;
}
