// What clients of a store did and saw while they ran side by side: list-append, as Elle has it. Streams are the lists, and every
// value is appended once in the whole history, so that whoever sees it knows whose it is.

/** An attempt to append to one or more streams in one transaction. Instants are of one monotonic clock. */
export interface Appended {
  begun: number;
  ended: number;
  /** `unknown`: the connection was gone before the answer; it may have happened or not */
  outcome: 'committed' | 'failed' | 'unknown';
  /** `expected`: how many values the client had seen in the stream when it decided */
  parts: { stream: string; expected: number; values: string[] }[];
}

/** What a client saw of one stream. */
export interface StreamSeen {
  begun: number;
  ended: number;
  stream: string;
  values: string[];
}

export interface History {
  appends: Appended[];
  reads: StreamSeen[];
  /** what each reader of the whole store saw, from its beginning on, until nothing was left */
  readers: { name: string; values: string[] }[];
  /** every stream once everything had come to rest */
  streams: Record<string, string[]>;
  /** and the whole store, read then from its beginning */
  all: string[];
}

export type AnomalyKind =
  /** it was committed, and is not there */
  | 'lost'
  /** it is there more than once */
  | 'twice'
  /** nobody appended it */
  | 'invented'
  /** it was seen although its transaction failed (G1a) */
  | 'aborted read'
  /** some of a transaction was seen, and not the rest of it (G1b) */
  | 'torn'
  /** it does not stand where its author had decided that it would: somebody else's append was overlooked */
  | 'lost update'
  /** what was there when the reading began was not seen */
  | 'stale read'
  /** two saw the same values in different orders */
  | 'reordered'
  /** a reader of the whole store went past it */
  | 'skipped'
  /** the whole store has it before something that had ended when it began */
  | 'against time';

export interface Anomaly {
  kind: AnomalyKind;
  about: string;
}
