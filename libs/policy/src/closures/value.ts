// The values of Cedar in JavaScript. A set is an array (an element may stand twice: nothing asks how many there are), a record
// a plain object of own properties, a Long a number while it is a safe integer and a bigint beyond: one value, one form,
// so that `===` compares everything that is no object.
export type Long = number | bigint;

export type ExtensionName = 'datetime' | 'duration' | 'decimal';

export type Value = boolean | string | Long | EntityRef | Extension | readonly Value[] | RecordValue;

export interface RecordValue {
  readonly [attribute: string]: Value;
}

/** Type and id as one text: the same for the same entity alone, since no type has a quotation mark. */
export const entityKey = (type: string, id: string): string => `${type}::"${id}`;

// What these two hold is private, so that no attribute of a record can be mistaken for it.
export class EntityRef {
  readonly #type: string;
  readonly #id: string;

  constructor(type: string, id: string) {
    this.#type = type;
    this.#id = id;
  }

  isOf(type: string): boolean {
    return this.#type === type;
  }

  is(other: EntityRef): boolean {
    return this.#id === other.#id && this.#type === other.#type;
  }

  get key(): string {
    return entityKey(this.#type, this.#id);
  }
}

/** A point in time or a duration in milliseconds, or a decimal in ten-thousandths. */
export class Extension {
  readonly #name: ExtensionName;
  readonly #amount: Long;

  constructor(name: ExtensionName, amount: Long) {
    this.#name = name;
    this.#amount = amount;
  }

  /** @throws EvaluationFault when it is of another type */
  as(name: ExtensionName): Long {
    if (this.#name !== name) throw erred;
    return this.#amount;
  }

  get name(): ExtensionName {
    return this.#name;
  }

  is(other: Extension): boolean {
    return this.#name === other.#name && this.#amount === other.#amount;
  }
}

/** A rule erred: a missing attribute, a value of the wrong type, an overflow. Which one does not matter: it is a refusal. */
export class EvaluationFault extends Error {}

// One for all: what errs is named by its rule, and a stack for each would cost more than the question.
export const erred = new EvaluationFault('a rule erred');

export const isSet = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isRecord = (value: Value): value is RecordValue =>
  typeof value === 'object' && !isSet(value) && !(value instanceof EntityRef) && !(value instanceof Extension);

export const isLong = (value: Value): value is Long => typeof value === 'number' || typeof value === 'bigint';

/** Whether two values are the same: sets whatever their order, values of two types never. */
export const equals = (one: Value, other: Value): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  if (isSet(one)) return isSet(other) && includesAll(one, other) && includesAll(other, one);
  if (one instanceof EntityRef) return other instanceof EntityRef && one.is(other);
  if (one instanceof Extension) return other instanceof Extension && one.is(other);
  return isRecord(other) && sameRecord(one, other);
};

const sameRecord = (one: RecordValue, other: RecordValue): boolean => {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equals(one[name] as Value, other[name] as Value))
  );
};

export const includes = (set: readonly Value[], value: Value): boolean =>
  typeof value === 'object' ? set.some((element) => equals(element, value)) : set.includes(value);

export const includesAll = (set: readonly Value[], others: readonly Value[]): boolean =>
  others.every((other) => includes(set, other));

export const includesAny = (set: readonly Value[], others: readonly Value[]): boolean =>
  others.some((other) => includes(set, other));
