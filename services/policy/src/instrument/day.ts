// The day it is somewhere: terms begin and end with the days of the instrument's own zone. Pure.
const DAY_MS = 86_400_000;
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

const EXACT = /^(P(?:\d+[YMWD])*)(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * An instant and any ISO 8601 period: its days by the calendar of a zone, at the same time of day there; what is shorter than a day by the clock.
 * @param at an instant; @param zone IANA
 */
export const instantAfterIn = (at: string, period: string, zone: string): string => {
  const [, days = '', hours = 0, minutes = 0, seconds = 0] = EXACT.exec(period) ?? [];
  const then = dayAfter(dayIn(at, zone), days);
  const onThatDay = then === null ? Date.parse(at) : atTheSameTime(at, then, zone);
  const beyond = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return new Date(onThatDay + beyond * 1_000).toISOString();
};

/** The instant of a day at which clocks in a zone show what they show at another instant. */
const atTheSameTime = (at: string, day: string, zone: string): number => {
  const shown = Date.parse(at) + aheadOfUtc(Date.parse(at), zone);
  const wanted = Date.parse(day) + (((shown % DAY_MS) + DAY_MS) % DAY_MS);
  // The zone may be further ahead or behind by then: what it is there is read near the instant itself.
  return wanted - aheadOfUtc(wanted - aheadOfUtc(Date.parse(at), zone), zone);
};

/** Milliseconds by which the clocks of a zone are ahead of UTC at an instant. */
const aheadOfUtc = (at: number, zone: string): number => {
  const inZone = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${inZone.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1_000) * 1_000;
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

/** Days from today to a day; negative when it is past. */
export const daysTo = (day: string, today: string): number =>
  Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
