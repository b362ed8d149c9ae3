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

/** The day (`YYYY-MM-DD`) it is in a time zone at an instant. */
export const dayIn = (at: string, zone: string): string => formatterOf(zone).format(instant(at));

/** Whether an instant lies in the half-open interval `[from, until)`; an open end never comes. */
export const within = (at: string, from: string, until: string | null): boolean =>
  instant(from) <= instant(at) && (until === null || instant(at) < instant(until));

/** A day as Cedar compares it. */
export const cedarDay = (day: string) => ({ __extn: { fn: 'datetime', arg: day } });
