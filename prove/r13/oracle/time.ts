// Time in the rules: intervals are half-open, and a day is the day of the agreement's zone, both ends included.

/** The day an instant falls on in a zone, as YYYY-MM-DD. */
export const dayIn = (instant: string, timeZone: string): string => {
  const known = formats.get(timeZone) ?? newFormat(timeZone);
  return known.format(new Date(instant));
};

const formats = new Map<string, Intl.DateTimeFormat>();

const newFormat = (timeZone: string): Intl.DateTimeFormat => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
};

/** Whether an instant lies in [from, until); without an end it lies there for ever. */
export const within = (now: string, from: string, until: string | null): boolean =>
  Date.parse(from) <= Date.parse(now) && (until === null || Date.parse(now) < Date.parse(until));

/** Whether an instant has come. */
export const come = (now: string, instant: string): boolean => Date.parse(instant) <= Date.parse(now);

/** An instant some hours later, in milliseconds. */
export const hoursAfter = (instant: string, hours: number): number => Date.parse(instant) + hours * 3_600_000;

/** The last day of a period that begins on a day, by the calendar; null where nobody knows when it begins. */
const endOf = (day: string, period: string): string | null => {
  if (!period.startsWith('P')) return null;
  const of = (unit: string): number => Number(new RegExp(String.raw`(\d+)${unit}`).exec(period)?.[1] ?? 0);
  const at = new Date(`${day}T00:00:00Z`);
  const date = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + 12 * of('Y') + of('M'));
  const longest = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(date, longest) + 7 * of('W') + of('D'));
  return at.toISOString().slice(0, 10);
};

/** Whether the last day of a period since an instant lies behind, in a zone. */
export const isOver = (since: string, period: string, now: string, timeZone: string): boolean => {
  const last = endOf(dayIn(since, timeZone), period);
  return last !== null && dayIn(now, timeZone) > last;
};
