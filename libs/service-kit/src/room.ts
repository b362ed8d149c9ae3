/**
 * How much a service works on at once.
 *
 * Promise: at most so many requests are in work; the others wait their turn before their token is looked at, and who asked last is
 * served first: after a pause the oldest have been given up by their callers, and serving them first would make everybody wait for
 * answers nobody hears. Who waits too long, or is the oldest of too many, is told to come again. What is urgent (@Urgent), and
 * whether the service is alive, never wait here. A body that comes slowly gives its place back until it is there.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

export interface RoomSize {
  /** requests in work, at most */
  places: number;
  /** requests that wait, at most */
  waiting: number;
  /** how long one waits, at most */
  waitMs: number;
  /** how long a body may take to arrive before its place goes to another */
  bodyMs: number;
}

export const ROOM: RoomSize = { places: 16, waiting: 2_000, waitMs: 10_000, bodyMs: 500 };
const AGAIN_SECONDS = '1';

/** Ends its waiting: to its place, or away. */
type Waiting = (served: boolean) => void;

/** One request's place in work. */
interface Place {
  taken: boolean;
  slow: NodeJS.Timeout;
}

export class Room {
  #taken = 0;
  /** the newest last */
  readonly #waiting: Waiting[] = [];
  readonly #places = new WeakMap<IncomingMessage, Place>();

  constructor(private readonly size: RoomSize = ROOM) {}

  /**
   * Waits for a place and takes it until the answer was given or nobody waits for it any more.
   * @throws Problem service-busy when it took too long, too many waited or the caller is gone
   */
  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#taken < this.size.places) this.#taken += 1;
    else if (!(await this.#turn(response)))
      throw new Problem('service-busy', { headers: { 'retry-after': AGAIN_SECONDS } });
    const slow = setTimeout(() => this.#giveBack(place), this.size.bodyMs).unref();
    const place: Place = { taken: true, slow };
    this.#places.set(request, place);
    if (response.destroyed) this.#giveBack(place);
    else response.once('close', () => this.#giveBack(place));
  }

  /** The request has arrived whole: if it took long it takes a place again, without waiting. */
  arrived(request: IncomingMessage): void {
    const place = this.#places.get(request);
    if (!place) return;
    clearTimeout(place.slow);
    if (place.taken) return;
    place.taken = true;
    this.#taken += 1;
  }

  /** How many are in work, and how many wait. */
  counts(): { working: number; waiting: number } {
    return { working: this.#taken, waiting: this.#waiting.length };
  }

  #giveBack(place: Place): void {
    clearTimeout(place.slow);
    if (!place.taken) return;
    place.taken = false;
    this.#taken -= 1;
    this.#next();
  }

  /** @returns whether its turn came */
  #turn(response: ServerResponse): Promise<boolean> {
    if (this.#waiting.length >= this.size.waiting) this.#waiting[0]?.(false);
    return new Promise((resolve) => {
      const end: Waiting = (served) => {
        clearTimeout(limit);
        response.off('close', hungUp);
        this.#waiting.splice(this.#waiting.indexOf(end), 1);
        resolve(served);
      };
      const hungUp = (): void => end(false);
      const limit = setTimeout(hungUp, this.size.waitMs).unref();
      response.once('close', hungUp);
      this.#waiting.push(end);
    });
  }

  #next(): void {
    if (this.#taken >= this.size.places) return;
    const last = this.#waiting.at(-1);
    if (!last) return;
    this.#taken += 1;
    last(true);
  }
}
