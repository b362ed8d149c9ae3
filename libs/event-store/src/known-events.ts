/**
 * How a catalogue, and the keys of sealed events, reach whoever appends or reads: by the connection. A pool is told once which events
 * its database holds, and each connection it gives knows them.
 *
 * Invariant: nothing is known where nobody said so. A connection without a catalogue neither writes nor reads an event.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import pg from 'pg';
import { EventCatalogue, type EventTypes } from './event-catalogue.ts';
import type { ItemKeyStore } from '@gatehouse/item-keys';
import { openerOf, type Known, type StoredData } from './open-events.ts';
import type { Queryable } from './transaction.ts';

const knowing = new WeakMap<object, Known>();

/**
 * Tells a pool, or one connection, the types of event its database holds: all of them, those of libraries included. `openPool` does it for its
 * `events`; a pool made otherwise is told before its first use.
 * @throws TerminalFault 'event-type-twice'
 */
export const knowEvents = (queryable: Queryable, ...sets: EventTypes[]): void => {
  const known: Known = { catalogue: new EventCatalogue(sets) };
  knowing.set(queryable, known);
  if (queryable instanceof pg.Pool) queryable.on('acquire', (client) => knowing.set(client, known));
};

/**
 * Gives a pool, or one connection, that knows its events the keys of their items.
 * @throws TerminalFault 'event-catalogue-missing'
 */
export const sealWith = (queryable: Queryable, keys: ItemKeyStore): void => {
  knownOf(queryable).keys = keys;
};

/** @throws TerminalFault 'event-catalogue-missing' */
export const knownOf = (queryable: Queryable): Known => {
  const known = knowing.get(queryable);
  if (known) return known;
  throw new TerminalFault('this connection was not told which events its database holds', {
    code: 'event-catalogue-missing',
  });
};

/**
 * The data of an event that a statement of the caller's own selected, opened and in the version of today; null when its item was erased.
 * Throws what opening throws (see `openerOf`).
 */
export const currentData = <E extends { data: object }>(queryable: Queryable, row: StoredData): E['data'] | null => {
  const { data, erased } = openerOf([row], knownOf(queryable))(row);
  return erased ? null : data;
};

/** The item whose key an event is sealed with; undefined for one that stands plain, or is of a type this store does not know. */
export const sealedItemOf = (
  queryable: Queryable,
  { type, streamId }: { type: string; streamId: string },
): string | undefined => knownOf(queryable).catalogue.sealingOf(type)?.itemOf(streamId);
