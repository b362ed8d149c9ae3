import { ConcurrencyConflict } from '@gatehouse/service-kit/faults';

/** Someone else wrote this stream first. Its id may name somebody: no message and no log gets to see it. */
export class StreamConflict extends ConcurrencyConflict {
  readonly #streamId: string;

  constructor(streamId: string, message: string) {
    super(message);
    this.#streamId = streamId;
  }

  get streamId(): string {
    return this.#streamId;
  }
}
