import type { RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';

/** A read model: what it shows follows from the events alone, so it can be thrown away and made again. */
export interface Projection {
  /** of the checkpoint; never changes */
  name: string;
  /** where its rows are; its statements name these tables without a schema, so that it can be rebuilt beside itself */
  tables: readonly ReadTable[];
  /**
   * Set where a stream's events, from any one of them to the last, can be applied once more and leave the rows as they were.
   * A projection that counts, appends or inserts is not repeatable.
   */
  repeatable?: true;
  /**
   * Changes the rows as one event says, in the given transaction and nowhere else. Ignores events it does not know. Each
   * event comes once, in the order of the store.
   */
  apply(client: pg.ClientBase, event: RecordedEvent): Promise<void>;
  /**
   * The same for many events at once, in their order, where that takes fewer statements: it leaves the rows that `apply` would have
   * left, in the order in which that would have made them. A catch-up and a rebuild use it where it is there.
   */
  applyAll?(client: pg.ClientBase, events: readonly RecordedEvent[]): Promise<void>;
}

/** Whether these events are applied as one: a traced event keeps a step of its own. */
export const asOne = ({ applyAll }: Projection, events: readonly RecordedEvent[]): boolean =>
  applyAll !== undefined && events.length > 1 && events.every(({ metadata }) => metadata.traceparent === undefined);

export interface ReadTable {
  name: string;
  /** set where the primary key says something about a person: then a row is named by its place in the table */
  personalKey?: true;
}
