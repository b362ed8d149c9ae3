// ISO 8601 durations of days, hours, minutes and seconds, as acknowledgement periods are written.
const DURATION = /^P(?!$)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;
const MINUTE_MS = 60_000;
const LONGEST_MS = 366 * 86_400_000;

/** In milliseconds; null for what is no duration, or none somebody could keep: less than a minute, more than a year. */
export const durationMs = (text: unknown): number | null => {
  const match = typeof text === 'string' ? DURATION.exec(text) : null;
  if (!match) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return ms >= MINUTE_MS && ms <= LONGEST_MS ? ms : null;
};
