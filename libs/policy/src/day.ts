import { LRUCache } from 'lru-cache';
import { PolicyFault } from './rule-set.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(zone, formatter);
  return formatter;
};

/**
 * Milliseconds of an ISO 8601 instant.
 * @throws PolicyFault when it is none.
 */
export const instant = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new PolicyFault(`${text} is no instant`);
  return at;
};

// Midnight falls on a whole minute in every zone there is, so within a minute a zone has one day: those asked for last are kept.
const DAYS_KEPT = 256;
const lastDays = new LRUCache<string, string>({ max: DAYS_KEPT });

/** The day (`YYYY-MM-DD`) it is in a time zone at an instant. */
export const dayIn = (at: string, zone: string): string => {
  const minute = Math.floor(instant(at) / 60_000);
  const place = `${minute} ${zone}`;
  const last = lastDays.get(place);
  if (last !== undefined) return last;
  const day = formatterOf(zone).format(minute * 60_000);
  lastDays.set(place, day);
  return day;
};

/** Whether an instant lies in the half-open interval `[from, until)`; an open end never comes. */
export const within = (at: string, from: string, until: string | null): boolean =>
  instant(from) <= instant(at) && (until === null || instant(at) < instant(until));

/** A day as Cedar compares it. */
export const cedarDay = (day: string) => ({ __extn: { fn: 'datetime', arg: day } });
