// Cedar's extension types: points in time, durations and decimals. Addresses of networks are not compiled; a rule that
// speaks of them is refused by name.
import { aboveFloor, add, divide, floorTo, long, subtract } from './long.ts';
import { erred, Extension, type ExtensionName, type Long, type Value } from './value.ts';

const DAY = 86_400_000n;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?(?:Z|([+-])(\d{2})(\d{2}))$/;
const DURATION = /^(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const DECIMAL = /^(-?)(\d+)\.(\d{1,4})$/;

/** Milliseconds at the beginning of a day of the Gregorian calendar, also where it was not in use yet. */
const dayOf = (text: string): number => {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) throw erred;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw erred;
  return date.getTime();
};

const upTo = (text: string | undefined, below: number): number => {
  const number = Number(text ?? 0);
  if (number >= below) throw erred;
  return number;
};

const readDatetime = (text: string): Long => {
  if (DATE.test(text)) return dayOf(text);
  const [, date, hour, minute, second, millis, sign, offsetHours, offsetMinutes] = TIME.exec(text) ?? [];
  if (date === undefined) throw erred;
  const at = (upTo(hour, 24) * 60 + upTo(minute, 60)) * 60 + upTo(second, 60);
  const offset = (upTo(offsetHours, 24) * 60 + upTo(offsetMinutes, 60)) * 60;
  return dayOf(date) + (at - (sign === '-' ? -offset : offset)) * 1000 + Number(millis ?? 0);
};

const readDuration = (text: string): Long => {
  const found = DURATION.exec(text);
  if (!found || text === '' || text === '-') throw erred;
  const parts = [DAY, 3_600_000n, 60_000n, 1000n, 1n].map((unit, place) => BigInt(found[place + 2] ?? 0) * unit);
  const sum = parts.reduce((total, part) => total + part, 0n);
  return long(found[1] === '-' ? -sum : sum);
};

const readDecimal = (text: string): Long => {
  const [, sign, whole, fraction] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || fraction === undefined) throw erred;
  const amount = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0'));
  return long(sign === '-' ? -amount : amount);
};

const READERS: Record<ExtensionName, (text: string) => Long> = {
  datetime: readDatetime,
  duration: readDuration,
  decimal: readDecimal,
};

/**
 * A value of an extension type from its text.
 * @throws EvaluationFault when the text is none
 */
export const readExtension = (name: ExtensionName, text: Value | undefined): Extension => {
  if (typeof text !== 'string') throw erred;
  return new Extension(name, READERS[name](text));
};

export const isExtensionName = (name: string): name is ExtensionName => Object.hasOwn(READERS, name);

const amount = (value: Value | undefined, name: ExtensionName): Long => {
  if (!(value instanceof Extension)) throw erred;
  return value.as(name);
};

const inUnits =
  (unit: bigint) =>
  (of: Value | undefined): Long =>
    divide(amount(of, 'duration'), unit);

const comparing =
  (holds: (a: Long, b: Long) => boolean) =>
  (a?: Value, b?: Value): boolean =>
    holds(amount(a, 'decimal'), amount(b, 'decimal'));

/** Extension functions by name: how many values they take, and what they make of them. */
export const FUNCTIONS: Record<string, [takes: number, (a?: Value, b?: Value) => Value]> = {
  datetime: [1, (text) => readExtension('datetime', text)],
  duration: [1, (text) => readExtension('duration', text)],
  decimal: [1, (text) => readExtension('decimal', text)],
  offset: [2, (at, by) => new Extension('datetime', add(amount(at, 'datetime'), amount(by, 'duration')))],
  durationSince: [
    2,
    (at, since) => new Extension('duration', subtract(amount(at, 'datetime'), amount(since, 'datetime'))),
  ],
  toDate: [1, (at) => new Extension('datetime', floorTo(amount(at, 'datetime'), DAY))],
  toTime: [1, (at) => new Extension('duration', aboveFloor(amount(at, 'datetime'), DAY))],
  toMilliseconds: [1, inUnits(1n)],
  toSeconds: [1, inUnits(1000n)],
  toMinutes: [1, inUnits(60_000n)],
  toHours: [1, inUnits(3_600_000n)],
  toDays: [1, inUnits(DAY)],
  lessThan: [2, comparing((a, b) => a < b)],
  lessThanOrEqual: [2, comparing((a, b) => a <= b)],
  greaterThan: [2, comparing((a, b) => a > b)],
  greaterThanOrEqual: [2, comparing((a, b) => a >= b)],
};
