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
