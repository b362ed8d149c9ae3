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
