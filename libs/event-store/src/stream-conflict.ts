import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';

/** Someone else wrote this stream first. Its id may name somebody: no message and no log gets to see it. */
export class StreamConflict extends ConcurrencyConflict {
  readonly #streamId: string | null;

  constructor(streamId: string | null, message: string) {
    super(message);
    this.#streamId = streamId;
  }

  /** null where it could not be told any more */
  get streamId(): string | null {
    return this.#streamId;
  }
}
