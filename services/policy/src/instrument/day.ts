// The day it is somewhere: terms begin and end with the days of the instrument's own zone. Pure.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** @param at an instant; @param zone IANA; @returns `YYYY-MM-DD` */
export const dayIn = (at: string, zone: string): string => {
  const known = formatters.get(zone);
  const formatter = known ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  if (!known) formatters.set(zone, formatter);
  return formatter.format(Date.parse(at));
};

const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;

/**
 * A day and so many periods; the last of a month where that month has no such day.
 * @param day `YYYY-MM-DD`; @param period ISO 8601 in years, months, weeks and days; @returns null for another one, or an empty one
 */
export const dayAfter = (day: string, period: string, times = 1): string | null => {
  const [, years = 0, months = 0, weeks = 0, days = 0] = (PERIOD.exec(period) ?? []).map((part) => Number(part ?? 0));
  if (years + months + weeks + days === 0) return null;
  const [year, month, ofMonth] = day.split('-').map(Number) as [number, number, number];
  const inMonth = month - 1 + (years * 12 + months) * times;
  const last = new Date(Date.UTC(year, inMonth + 1, 0)).getUTCDate();
  const then = Date.UTC(year, inMonth, Math.min(ofMonth, last) + (weeks * 7 + days) * times);
  return new Date(then).toISOString().slice(0, 10);
};

const HOURS = /^PT(\d+)H$/;

/** An instant and a period in days or longer, or in hours; null for a period of another form. */
export const instantAfter = (at: string, period: string): string | null => {
  const hours = HOURS.exec(period)?.[1];
  if (hours !== undefined) return new Date(Date.parse(at) + Number(hours) * 3_600_000).toISOString();
  const day = dayAfter(at.slice(0, 10), period);
  return day && `${day}${at.slice(10)}`;
};

/**
 * The day on which a period from an instant is over: hours run from the instant, days from its day.
 * @returns null for a period of another form
 */
export const dayWithin = (at: string, period: string, zone: string): string | null => {
  const hours = HOURS.exec(period)?.[1];
  if (hours === undefined) return dayAfter(dayIn(at, zone), period);
  return dayIn(new Date(Date.parse(at) + Number(hours) * 3_600_000).toISOString(), zone);
};

const DAY_MS = 86_400_000;

/** Days from today to a day; negative when it is past. */
export const daysTo = (day: string, today: string): number =>
  Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
