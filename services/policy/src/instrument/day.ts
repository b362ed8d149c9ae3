// The day it is somewhere: terms begin and end with the days of the instrument's own zone. Pure.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** @param at an instant; @param zone IANA; @returns `YYYY-MM-DD` */
export const dayIn = (at: string, zone: string): string => {
  const known = formatters.get(zone);
  const formatter = known ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  if (!known) formatters.set(zone, formatter);
  return formatter.format(Date.parse(at));
};
