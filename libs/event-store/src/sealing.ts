/**
 * What of an event is sealed, and what stays clear beside it for the statements that look for it.
 *
 * Invariant: sealed is the whole of what an event says. Clear members are a copy, for SQL alone: whoever alters one changes what is
 * found, never what is read. They are ids, codes and instants, never words.
 */
import type { Step } from './step.ts';

/** A type of event whose words stand under the key of an item. */
export interface SealedType {
  steps: readonly Step[];
  /** paths such as `envelope.itemId` or `basedOn[].reportUrn` */
  clear: readonly string[];
  /** the item whose key it is; the same for all of a stream, so that a stream is forgotten as a whole */
  itemOf: (streamId: string) => string;
}

/**
 * Says in a catalogue that events of a type are sealed.
 * @param itemOf the item whose key it is, where that is another one than the stream
 */
export const sealed = ({
  clear,
  steps = [],
  itemOf = (streamId) => streamId,
}: Pick<SealedType, 'clear'> & Partial<SealedType>): SealedType => ({ clear, steps, itemOf });

/** Members to copy, by name; `[]` stands for every element of an array, true for all that is below. */
type Wanted = { [name: string]: Wanted | true };

const EACH = '[]';

/** Gives a function that copies these paths of a value, as far as they are there. */
export const copierOf = (paths: readonly string[]): ((data: object) => object) => {
  const wanted: Wanted = {};
  for (const path of paths) want(wanted, path.replaceAll(EACH, `.${EACH}`).split('.'));
  return (data) => copied(data, wanted) as object;
};

const want = (into: Wanted, [name = '', ...rest]: string[]): void => {
  if (rest.length === 0) into[name] = true;
  else {
    const below = into[name] ?? {};
    if (below === true) return;
    into[name] = below;
    want(below, rest);
  }
};

const copied = (value: unknown, wanted: Wanted | true): unknown => {
  if (wanted === true || value === null || typeof value !== 'object') return wanted === true ? value : null;
  if (Array.isArray(value)) return value.map((one) => copied(one, wanted[EACH] ?? {}));
  const there = Object.entries(wanted).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(there.map(([name, below]) => [name, copied((value as Wanted)[name], below)]));
};
