/**
 * Time as a port.
 *
 * Promise: whatever decides or stores a fact asks a `Clock`; nobody reads the machine's clock behind its back. Tests
 * hold the clock; order never comes from it (versions, cursors and sequences order things).
 */
export interface Clock {
  /** The present instant, as a new Date the caller may keep. */
  now(): Date;
}

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move. */
export class HeldClock implements Clock {
  private at: number;

  /** @param at a Date or an ISO 8601 text with zone; throws RangeError when it is no instant */
  constructor(at: Date | string) {
    this.at = instant(at);
  }

  now(): Date {
    return new Date(this.at);
  }

  /** Moves the clock to an instant, backwards as well. */
  set(at: Date | string): void {
    this.at = instant(at);
  }

  /** @param ms milliseconds, negative to go back */
  advance(ms: number): void {
    this.at = instant(new Date(this.at + ms));
  }
}

const instant = (at: Date | string): number => {
  const time = new Date(at).getTime();
  if (Number.isNaN(time)) throw new RangeError('a clock needs an instant, such as 2026-03-01T09:00:00Z');
  return time;
};
