/**
 * The event catalogue: which types of event a program knows, which version of each it writes, and how an older one is read.
 *
 * Promise: whatever was ever written can be read as if it had been written today, for ever; deciders, projections and products
 * see today's version only.
 * Invariants: a type's version is one more than it has steps, so a version without a step to the next cannot be said; steps are
 * pure; a type that was ever written stays in the catalogue. What the catalogue does not know is refused, never guessed.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { DomainEvent } from './event.ts';

/** An event's data as some version of its type had it: JSON, and nothing a compiler knows any more. */
export type Stored = Readonly<Record<string, unknown>>;

/** Makes one version's data the next version's. Pure, and changes nothing in what it is given. */
export type Step = (older: Stored) => Stored;

/**
 * Every type of a union with its steps: from version 1 to 2, from 2 to 3, and so on; none for a type in its first version. Stands
 * beside the union as `{ ... } satisfies EventTypes<TheUnion>`: a type that is missing does not compile.
 */
export type EventTypes<E extends DomainEvent = DomainEvent> = Readonly<Record<E['type'], readonly Step[]>>;

export class EventCatalogue {
  readonly #steps = new Map<string, readonly Step[]>();

  /** @throws TerminalFault 'event-type-twice' when two sets name the same type: its steps stand in one place */
  constructor(sets: readonly EventTypes[]) {
    for (const [type, steps] of sets.flatMap((set) => Object.entries(set))) {
      if (this.#steps.has(type)) throw refused('event-type-twice', `event type ${type} stands in two catalogues`);
      this.#steps.set(type, steps);
    }
  }

  /** @returns the version in which a type is written; throws TerminalFault 'event-type-unknown' */
  versionOf(type: string): number {
    return this.#stepsOf(type).length + 1;
  }

  /**
   * @param data what was written in that version of the type
   * @returns the data in the version of today: the very same object when that is the one it was written in
   * @throws TerminalFault 'event-type-unknown', 'event-from-newer-code'
   */
  upToDate(type: string, version: number, data: object): object {
    const steps = this.#stepsOf(type);
    if (version === steps.length + 1) return data;
    if (version > steps.length + 1)
      throw refused(
        'event-from-newer-code',
        `event type ${type} stands here in version ${version}, and this program knows ${steps.length + 1}: an older program was put in a newer one's place`,
      );
    return steps.slice(version - 1).reduce((older, step) => step(older), data as Stored);
  }

  /** Every type with the version it is written in. */
  types(): Map<string, number> {
    return new Map([...this.#steps].map(([type, steps]) => [type, steps.length + 1]));
  }

  #stepsOf(type: string): readonly Step[] {
    const steps = this.#steps.get(type);
    if (steps) return steps;
    throw refused('event-type-unknown', `event type ${type} stands in no catalogue of this program`);
  }
}

const refused = (code: string, message: string): TerminalFault => new TerminalFault(message, { code });
