/**
 * A decider: what a stream's owner decides, and how its events become its state.
 *
 * Promise: pure. No I/O, no clock, no ids: whatever a decision needs is in its command or its state, so the same
 * command on the same events always decides the same.
 * Invariants: a refusal is a returned value of a closed union, never an exception; `decide` and `evolve` end in
 * `unreachable`, so that a case nobody handled does not compile.
 */
export type Decision<E, R extends string> =
  { readonly outcome: 'accepted'; readonly events: E[] } | { readonly outcome: 'refused'; readonly refusal: R };

export interface Decider<C, S, E, R extends string> {
  initial: () => S;
  decide: (command: C, state: S) => Decision<E, R>;
  evolve: (state: S, event: E) => S;
}

/** The command holds: these events happened. None at all is a command that was already done. */
export const accept = <E>(...events: E[]): { readonly outcome: 'accepted'; readonly events: E[] } => ({
  outcome: 'accepted',
  events,
});

/** The command does not hold, for this reason. */
export const refuse = <R extends string>(refusal: R): { readonly outcome: 'refused'; readonly refusal: R } => ({
  outcome: 'refused',
  refusal,
});

/** The end of a switch over a closed union: compiles only when every case is handled; throws when data lied. */
export const unreachable = (x: never): never => {
  const type = (x as { type?: unknown } | null)?.type;
  throw new Error(`unhandled case${typeof type === 'string' ? `: ${type}` : ''}`);
};
