import type { RecordedEvent } from '@gatehouse/event-store';
import type pg from 'pg';

/** A read model: what it shows follows from the events alone, so it can be thrown away and made again. */
export interface Projection {
  /** of the checkpoint; never changes */
  name: string;
  /**
   * Changes the rows as one event says, in the given transaction and nowhere else. Ignores events it does not know. Each
   * event comes once, in the order of the store.
   */
  apply(client: pg.ClientBase, event: RecordedEvent): Promise<void>;
}
