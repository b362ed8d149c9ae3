// Codes and periods in words a lawyer reads.

const UNITS: [pattern: RegExp, one: string][] = [
  [/^P.*?(\d+)Y/, 'year'],
  [/^P(?:[^T]*?)(\d+)M/, 'month'],
  [/^P.*?(\d+)W/, 'week'],
  [/^P(?:[^T]*?)(\d+)D/, 'day'],
  [/T.*?(\d+)H/, 'hour'],
  [/T.*?(\d+)M/, 'minute'],
  [/T.*?(\d+)S/, 'second'],
];

/** `a`, `a and b`, `a, b and c`; `nobody` or `nothing` stands for an empty list. */
export const listed = (words: readonly string[], none = 'nothing'): string =>
  words.length < 2 ? (words[0] ?? none) : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `PT72H` is `72 hours`; `END_OF_REFERRAL+P90D` is `90 days after the end of referral`. */
export const periodInWords = (period: string): string => {
  const [last = period, anchor] = period.split('+').toReversed();
  const parts = UNITS.flatMap(([pattern, one]) => {
    const count = pattern.exec(last)?.[1];
    return count === undefined ? [] : [`${count} ${one}${count === '1' ? '' : 's'}`];
  });
  const words = listed(parts, period);
  return anchor === undefined ? words : `${words} after the ${anchor.toLowerCase().replaceAll('_', ' ')}`;
};

/** `2026-01-01` is `1 January 2026`. */
export const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** `keptInPercent` is `kept in percent`, `hold-new-items` is `hold new items`. */
export const spelt = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();

const SECONDS = [31_557_600, 2_629_800, 604_800, 86_400, 3_600, 60, 1];

/** Length of a period in seconds, from its end where it has one, months taken as a twelfth of a year: for comparing two, never for a deadline. */
export const lengthOf = (period: string): number => {
  const length = period.slice(period.indexOf('+') + 1);
  return UNITS.reduce((sum, [pattern], at) => sum + Number(pattern.exec(length)?.[1] ?? 0) * (SECONDS[at] ?? 0), 0);
};
