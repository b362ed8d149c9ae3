/**
 * Given these events, when this command, then these events or this refusal: a test reads as the rule it checks.
 *
 * Promise: the decider is run as the store runs it (fold, then decide), and what it accepted is folded again, so an
 * event that `evolve` cannot take fails here and not after it has been stored.
 */
import type { Decider } from '@gatehouse/event-store/decider';
import { expect } from '@jest/globals';

export interface Outcome<S, E, R extends string> {
  /** exactly these events, in this order */
  expectEvents(...events: E[]): void;
  /** only the types of the events, for tests that are about something else */
  expectEventTypes(...types: string[]): void;
  expectRefusal(refusal: R): void;
  /** the state after what was accepted */
  state(): S;
}

export interface Given<C, S, E, R extends string> {
  given(...events: E[]): Given<C, S, E, R>;
  when(command: C): Outcome<S, E, R>;
}

/** Starts a test of a decider on an empty stream. */
export const decider = <C, S, E extends { type: string }, R extends string>(
  subject: Decider<C, S, E, R>,
  history: E[] = [],
): Given<C, S, E, R> => ({
  given: (...events) => decider(subject, [...history, ...events]),
  when: (command) => outcome(subject, history, command),
});

const outcome = <C, S, E extends { type: string }, R extends string>(
  subject: Decider<C, S, E, R>,
  history: E[],
  command: C,
): Outcome<S, E, R> => {
  const before = history.reduce(subject.evolve, subject.initial());
  const decision = subject.decide(command, before);
  const events = decision.outcome === 'accepted' ? decision.events : [];
  const after = events.reduce(subject.evolve, before);
  return {
    expectEvents: (...expected) => expect(decision).toEqual({ outcome: 'accepted', events: expected }),
    expectEventTypes: (...types) =>
      expect({ outcome: decision.outcome, types: events.map((e) => e.type) }).toEqual({ outcome: 'accepted', types }),
    expectRefusal: (refusal) => expect(decision).toEqual({ outcome: 'refused', refusal }),
    state: () => after,
  };
};
