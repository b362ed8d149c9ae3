/**
 * How a catalogue reaches whoever appends or reads: by the connection. A pool is told once which events its database holds, and
 * each connection it gives knows them.
 *
 * Invariant: nothing is known where nobody said so. A connection without a catalogue neither writes nor reads an event.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import pg from 'pg';
import { EventCatalogue, type EventTypes } from './event-catalogue.ts';
import type { Queryable } from './transaction.ts';

const catalogues = new WeakMap<object, EventCatalogue>();

/**
 * Tells a pool, or one connection, the types of event its database holds: all of them, those of libraries included. `openPool` does it for its
 * `events`; a pool made otherwise is told before its first use.
 * @throws TerminalFault 'event-type-twice'
 */
export const knowEvents = (queryable: Queryable, ...sets: EventTypes[]): void => {
  const catalogue = new EventCatalogue(sets);
  catalogues.set(queryable, catalogue);
  if (queryable instanceof pg.Pool) queryable.on('acquire', (client) => catalogues.set(client, catalogue));
};

/** @throws TerminalFault 'event-catalogue-missing' */
export const catalogueOf = (queryable: Queryable): EventCatalogue => {
  const catalogue = catalogues.get(queryable);
  if (catalogue) return catalogue;
  throw new TerminalFault('this connection was not told which events its database holds', {
    code: 'event-catalogue-missing',
  });
};

/** The columns of an event that a statement of the caller's own selects to know what it says. */
export interface StoredData {
  type: string;
  type_version: number;
  data: object;
}

/**
 * The data of an event that a statement of the caller's own selected, in the version of today.
 * @throws TerminalFault 'event-type-unknown', 'event-from-newer-code'
 */
export const currentData = <E extends { data: object }>(queryable: Queryable, row: StoredData): E['data'] =>
  catalogueOf(queryable).upToDate(row.type, row.type_version, row.data);
