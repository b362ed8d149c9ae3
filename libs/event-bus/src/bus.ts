/**
 * The bus, whatever carries it.
 *
 * Promise: what `publish` resolved for is durable and reaches every group at least once; within one topic and key it is
 * handled in the order it was published; a group's position never passes a message whose handler has not resolved.
 * Not promised: exactly once (the inbox gives that its effect), order across keys, or order after a topic gets more
 * partitions (messages carry their own sequence for that).
 */
export interface BusMessage {
  topic: string;
  /** messages of one key keep their order */
  key: string;
  /** sealed: the bus and whoever runs it read nothing */
  value: string;
  headers: Record<string, string>;
}

/** Resolves when the message's effect is durable. A rejection means: again later, and nothing behind it first. */
export type Handle = (message: BusMessage) => Promise<void>;

/**
 * The same for messages of one topic, in their order: resolves when the effects of all of them are durable. After a rejection
 * all of them come again, some perhaps with others.
 */
export type HandleTogether = (messages: BusMessage[]) => Promise<void>;

export interface SubscriptionRequest {
  /** consumers of one group share its position */
  group: string;
  topics: string[];
}

export interface Subscription {
  /** Ends after the message under way; its position is kept. */
  stop(): Promise<void>;
}

export interface Bus {
  readonly kind: 'kafka' | 'postgres';
  /**
   * Resolves only when every message is durably acknowledged; then, and only then, may it be forgotten elsewhere.
   * @throws RetryableFault when it is not known to be durable (it may still have been), TerminalFault when the bus
   *   refuses it (no right to write there, too large)
   */
  publish(messages: BusMessage[]): Promise<void>;
  /**
   * Delivers each message at least once, in order per key. A rejected handle is tried again with back-off, for ever.
   * Resolves when deliveries may begin, or when the bus cannot be reached now (it goes on trying).
   * Of several topics those that this client may not read give it nothing until it may, and cost the others nothing.
   * @throws TerminalFault 'bus-unauthorised' when the bus says that this client may read none of them; otherwise a client
   *   without the right gets nothing and is never ready
   */
  subscribe(request: SubscriptionRequest, handle: Handle): Promise<Subscription>;
  /** The same for who makes many messages durable at once: what has come is handed over together. */
  subscribeTogether(request: SubscriptionRequest, handle: HandleTogether): Promise<Subscription>;
  /** True when messages can be published and every subscription is in its place. */
  ready(): Promise<boolean>;
  /** Stops every subscription and lets go of the connections. */
  close(): Promise<void>;
}

/** Told of what an operator should know: never a key, a value or a header. */
export type BusLog = (level: 'warn' | 'error', text: string, about: Record<string, string | number>) => void;

/** One line of JSON on standard error. */
export const logToStandardError: BusLog = (level, text, about) => {
  process.stderr.write(`${JSON.stringify({ level, component: 'event-bus', text, ...about })}\n`);
};
