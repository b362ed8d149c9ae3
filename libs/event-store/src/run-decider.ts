/**
 * Load, decide, append: how a decider meets its stream.
 *
 * Promise: what was decided on is what stands before the new events; when someone else wrote in between, nothing is
 * written and the caller is told to run again.
 */
import type pg from 'pg';
import { append, type AppendContext } from './append.ts';
import type { Decider } from './decider.ts';
import type { DomainEvent, RecordedEvent } from './event.ts';
import { readHistory } from './read-stream.ts';

export type Ran<S, E extends DomainEvent, R extends string> =
  { outcome: 'accepted'; events: RecordedEvent<E>[]; state: S } | { outcome: 'refused'; refusal: R; state: S };

/**
 * Runs one command on one stream in the caller's transaction.
 * @returns what was recorded and the state after it; or the refusal, with the state it was decided on
 * @throws ConcurrencyConflict when the stream moved on meanwhile
 */
export const runDecider = async <C, S, E extends DomainEvent, R extends string>(
  client: pg.ClientBase,
  decider: Decider<C, S, E, R>,
  streamId: string,
  command: C,
  context: AppendContext,
): Promise<Ran<S, E, R>> => {
  const history = await readHistory<E>(client, streamId);
  const state = evolved(decider, decider.initial(), history);
  const decision = decider.decide(command, state);
  if (decision.outcome === 'refused') return { outcome: 'refused', refusal: decision.refusal, state };
  const events = await append<E>(client, streamId, history.length, decision.events, context);
  return { outcome: 'accepted', events, state: evolved(decider, state, events) };
};

/** The state that events lead to, from one that stood before them. Those of an erased item lead nowhere: it is as if it had never been. */
export const evolved = <S, E extends DomainEvent>(
  { evolve }: Pick<Decider<never, S, E, never>, 'evolve'>,
  before: S,
  events: readonly Pick<RecordedEvent, 'type' | 'data' | 'erased'>[],
): S => events.reduce((state, event) => (event.erased ? state : evolve(state, asEvent<E>(event))), before);

const asEvent = <E extends DomainEvent>(event: Pick<RecordedEvent, 'type' | 'data'>): E =>
  ({ type: event.type, data: event.data }) as E;
