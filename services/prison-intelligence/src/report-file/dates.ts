// Days as people write them. 2026-03-04 is the year first; 04.03.2026 is day first, as everybody who writes dots does;
// 03/04/2026 is one or the other, and is never guessed: the whole file says it, or the sender does.

export type DateOrder = 'DMY' | 'MDY';

/** How the file's dates are read, and from where that is known. */
export interface DateReading {
  slashes: DateOrder | null;
  dots: DateOrder;
  /** given by the sender; seen in the file; nothing to tell it by; or the file contradicts itself */
  known: 'given' | 'seen' | 'unseen' | 'contradicted';
}

export type ReadDate = { at: string } | { fault: 'date-unreadable' | 'date-impossible' | 'date-ambiguous' };

const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const SEPARATED = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** Gathers from all dates of a file which number is the day where slashes stand. */
export class DateSurvey {
  #dayFirst = false;
  #monthFirst = false;

  see(text: string): void {
    const [, first, separator, second] = SEPARATED.exec(text.trim()) ?? [];
    if (separator !== '/') return;
    this.#dayFirst ||= Number(first) > 12 && Number(second) <= 12;
    this.#monthFirst ||= Number(second) > 12 && Number(first) <= 12;
  }

  conclude(given: DateOrder | null): DateReading {
    if (given) return { slashes: given, dots: given, known: 'given' };
    if (this.#dayFirst && this.#monthFirst) return { slashes: null, dots: 'DMY', known: 'contradicted' };
    if (this.#dayFirst || this.#monthFirst)
      return { slashes: this.#dayFirst ? 'DMY' : 'MDY', dots: 'DMY', known: 'seen' };
    return { slashes: null, dots: 'DMY', known: 'unseen' };
  }
}

/** @returns the instant (RFC 3339, UTC; a day without a time is its midnight), or what is wrong */
export const readDate = (text: string, { slashes, dots }: DateReading): ReadDate => {
  const written = text.trim();
  const instant = INSTANT.exec(written);
  if (instant) {
    const at = isDay(instant[1], instant[2], instant[3]) ? new Date(written) : new Date(Number.NaN);
    return Number.isNaN(at.getTime()) ? { fault: 'date-impossible' } : { at: at.toISOString() };
  }
  const [, year, month, day] = YEAR_FIRST.exec(written) ?? [];
  if (year) return dayOf(year, month, day);
  const [, first, separator, second, lastYear] = SEPARATED.exec(written) ?? [];
  if (!lastYear) return { fault: 'date-unreadable' };
  const order = (separator === '/' ? slashes : dots) ?? evident(Number(first), Number(second));
  if (order === null) return { fault: 'date-ambiguous' };
  return order === 'DMY' ? dayOf(lastYear, second, first) : dayOf(lastYear, first, second);
};

/** A date that can only be read in one way needs no order; nor one whose day is its month. */
const evident = (first: number, second: number): DateOrder | null => {
  if (first === second || first > 12) return 'DMY';
  return second > 12 ? 'MDY' : null;
};

const dayOf = (year?: string, month?: string, day?: string): ReadDate => {
  if (!isDay(year, month, day)) return { fault: 'date-impossible' };
  return { at: new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).toISOString() };
};

/** A day of the calendar since 1950: 30 February is none, and year 0226 is a slip. */
const isDay = (year?: string, month?: string, day?: string): boolean => {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) >= 1950 && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
};
