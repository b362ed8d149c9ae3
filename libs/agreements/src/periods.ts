// ISO 8601 durations as the agreements use them: years, months, weeks, days, hours, minutes, no fractions.
const PERIOD = /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;
const RETENTION = /^(END_OF_[A-Z_]+\+)?(P.+)$/;

/** Whether a text is an ISO 8601 duration. */
export const isPeriod = (text: string): boolean => PERIOD.test(text);

/** Whether a text is a retention period: a duration, or a duration after an end such as `END_OF_REFERRAL+P90D`. */
export const isRetention = (text: string): boolean => {
  const match = RETENTION.exec(text);
  return match !== null && isPeriod(match[2] ?? '');
};

const HOUR_MS = 3_600_000;
// The groups of PERIOD. Of years and months the shortest there are, and an hour less where clocks may go forward meanwhile.
const SHORTEST_HOURS = [365 * 24 - 1, 28 * 24 - 1, 7 * 24 - 1, 23, 0, 1, 1 / 60, 1 / 3_600];

/**
 * The shortest time a retention period can take, from any instant in any zone: for what has to be gone by then, never for a deadline.
 * @returns milliseconds, `END_OF_REFERRAL+P90D` as `P90D`, since nothing ends before it was sent; null where it is no such period
 */
export const shortestLengthOf = (retention: string): number | null => {
  const parts = isRetention(retention) && PERIOD.exec(RETENTION.exec(retention)?.[2] ?? '');
  if (!parts) return null;
  const counts = parts.slice(1).map((part) => Number.parseInt(part ?? '0', 10) || 0);
  return counts.reduce((sum, count, place) => sum + count * (SHORTEST_HOURS[place] ?? 0) * HOUR_MS, 0);
};

// As a deadline: of years and months the shortest there are, everything else as long as it says.
const DEADLINE_HOURS = [365 * 24, 28 * 24, 7 * 24, 24, 0, 1, 1 / 60, 1 / 3_600];

/** How long a period is as a deadline, in milliseconds; 0 where it is no period. */
export const deadlineMs = (period: string): number => {
  const parts = PERIOD.exec(period)?.slice(1) ?? [];
  const counts = parts.map((part) => Number.parseInt(part ?? '0', 10) || 0);
  return counts.reduce((sum, count, place) => sum + count * (DEADLINE_HOURS[place] ?? 0) * HOUR_MS, 0);
};

/**
 * The shortest of these periods, in days or less, as every clock reads them: a week is `P7D`.
 * @returns null where there is none
 */
export const shortestPeriod = (periods: readonly string[]): string | null => {
  const [shortest] = [...periods].sort((a, b) => deadlineMs(a) - deadlineMs(b));
  if (shortest === undefined) return null;
  return /^P.*[YW]|^P[^T]*M/.test(shortest) ? `P${deadlineMs(shortest) / (24 * HOUR_MS)}D` : shortest;
};

/** Whether a retention period runs from the day of publication, and not from an end that comes later. */
export const runsFromPublication = (retention: string): boolean => isPeriod(retention);

const DAY_MS = 24 * HOUR_MS;

const dayOf = (at: number): string | null => {
  // Beyond what a date can be written as, a period does not end.
  const text = Math.abs(at) < 8e15 ? new Date(at).toISOString() : '';
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : null;
};

/** Midnight of the same day some months later; of the last day of its month where that one is shorter. */
const monthsAfter = (day: string, months: number): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(date, last));
};

/**
 * The last day of a retention period that runs from a day (`YYYY-MM-DD`): itself still within it. Years and months by the calendar,
 * then weeks and days; a part of a day counts as a day.
 * @returns null where the period runs from an end that is not known, such as `END_OF_REFERRAL+P90D`, or is none
 */
export const lastDayOf = (from: string, retention: string): string | null => {
  const parts = isPeriod(retention) && PERIOD.exec(retention);
  if (!parts) return null;
  const [years, months, weeks, days, , hours, minutes, seconds] = parts
    .slice(1)
    .map((part) => Number.parseInt(part ?? '0', 10) || 0) as [number, number, number, number, ...number[]];
  const partOfDay = ((hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1_000;
  const whole = weeks * 7 + days + Math.ceil(partOfDay / DAY_MS);
  return dayOf(monthsAfter(from, years * 12 + months) + whole * DAY_MS);
};

const ACKNOWLEDGEMENTS: Record<string, string> = {
  PT15M: 'ACK_15M',
  PT30M: 'ACK_30M',
  PT4H: 'ACK_4H',
  PT24H: 'ACK_24H',
  P1D: 'ACK_24H',
  PT72H: 'ACK_72H',
  P3D: 'ACK_72H',
};

/** The periods within which an agreement may ask for an acknowledgement. */
export const ACKNOWLEDGE_PERIODS: string[] = Object.keys(ACKNOWLEDGEMENTS);

/** The obligation an acknowledgement period stands for, or undefined when it is none of the closed list. */
export const acknowledgement = (period: string): string | undefined => ACKNOWLEDGEMENTS[period];

/** The obligation a destruction period stands for, where the closed list has one. */
export const destruction = (period: string): string | undefined =>
  ({ 'END_OF_REFERRAL+P90D': 'DESTROY_BY_END_OF_REFERRAL_90D' })[period];
