// Days of the calendar, as `YYYY-MM-DD`. Pure: the instant of today is passed in.

/** A day of the calendar: 30 February is none. */
export const isDay = (day: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(day) &&
  !Number.isNaN(Date.parse(day)) &&
  new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/** The UTC day of an instant. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/**
 * The latest day it is anywhere on Earth at an instant. Each instrument reads days in its own zone (MoU term and retention): the UTC
 * day of an instant is over in the east up to fourteen hours before that instant, and an item would be closed while it still holds.
 */
export const lastDayAt = (instant: string): string =>
  new Date(Date.parse(instant) + FURTHEST_EAST_MS).toISOString().slice(0, 10);

const FURTHEST_EAST_MS = 14 * 3_600_000;

/** The same day some months later; the last of the month where that month is shorter. */
export const monthsLater = (day: string, months: number): string => {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
};
