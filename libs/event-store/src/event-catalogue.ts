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
import { copierOf, type SealedType } from './sealing.ts';
import type { Step, Stored } from './step.ts';

/**
 * Every type of a union with its steps: from version 1 to 2, from 2 to 3, and so on; none for a type in its first version. Stands
 * beside the union as `{ ... } satisfies EventTypes<TheUnion>`: a type that is missing does not compile. `sealed({ ... })` in the place of the
 * steps says that what its events say stands under the key of an item.
 */
export type EventTypes<E extends DomainEvent = DomainEvent> = Readonly<Record<E['type'], readonly Step[] | SealedType>>;

/** How a type is sealed: whose key, and what stays clear. */
export type Sealing = Pick<SealedType, 'itemOf'> & { clearOf: (data: object) => object };

export class EventCatalogue {
  readonly #steps = new Map<string, readonly Step[]>();
  readonly #sealings = new Map<string, Sealing>();

  /** @throws TerminalFault 'event-type-twice' when two sets name the same type: its steps stand in one place */
  constructor(sets: readonly EventTypes[]) {
    for (const [type, known] of sets.flatMap((set) => Object.entries(set))) {
      if (this.#steps.has(type)) throw refused('event-type-twice', `event type ${type} stands in two catalogues`);
      const isSealed = 'clear' in known;
      this.#steps.set(type, isSealed ? known.steps : known);
      if (isSealed) this.#sealings.set(type, { itemOf: known.itemOf, clearOf: copierOf(known.clear) });
    }
  }

  /** @returns how a type is sealed; undefined for one that stands plain */
  sealingOf(type: string): Sealing | undefined {
    return this.#sealings.get(type);
  }

  get hasSealedTypes(): boolean {
    return this.#sealings.size > 0;
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
