/** What a script may rely on; README.md describes each. A code keeps its meaning. */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  notSignedIn: 3,
  // Of `agreement diff` alone, which needs no session and so never is without one.
  widens: 3,
  unavailable: 4,
  notVerified: 5,
  serviceFailed: 6,
  faultyFile: 7,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
export type ExitReason = keyof typeof EXIT;

/** Ends the command: with a code for scripts, and words for people. */
export class Ended extends Error {
  override readonly name = 'Ended';
  readonly reason: ExitReason;
  /** what to do, under the message */
  readonly advice: readonly string[];
  /** the service's own problem, where it answered one */
  readonly problem: object | null;

  constructor(reason: ExitReason, message: string, advice: readonly string[] = [], problem: object | null = null) {
    super(message);
    this.reason = reason;
    this.advice = advice;
    this.problem = problem;
  }
}
