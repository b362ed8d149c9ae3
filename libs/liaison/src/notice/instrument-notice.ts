// What a party is told of an instrument: one step of its life, a warning, or an obligation.

/** What a suspension reaches (clause 25): everything, what one party gives and gets, or fields of one sensitivity category. */
export type NoticeScope = { kind: 'all' } | { kind: 'party'; party: string } | { kind: 'category'; category: string };

/** How a cut-off became complete (ruling 12), in figures: which service was late is the secretariat's to know. */
export interface CutOffFigures {
  /** of the bundle that brought it */
  bundleVersion: number;
  begunAt: string;
  /** how many had to apply it; those that said so, of these the late ones, and those whose lease ran out */
  services: number;
  acknowledged: number;
  late: number;
  byLease: number;
}

export interface InstrumentNotice {
  noticeId: string;
  instrumentId: string;
  /** the event's own name, for example `MouSuspended` */
  step: string;
  version: number | null;
  at: string;
  /** the agency that took the step */
  by: string;
  parties: string[];
  /** of a warning or an obligation */
  daysLeft: number | null;
  clause: string | null;
  owner: string | null;
  /** ISO 8601 day */
  due: string | null;
  /** of a suspension */
  scope: NoticeScope | null;
  /** as an official gave it; names nobody */
  reason: string | null;
  /** of a cut-off that is complete */
  cutOff?: CutOffFigures;
}

/** What a reader asks for. `before`: an instant, the last notice of the page before. */
export interface NoticeFilter {
  before?: string;
  instrument?: string;
  limit?: number;
}

/**
 * The newest first, a page of them; `more`: there are older ones. What happened at one instant is one page, even where that makes it
 * longer: the next begins before it, and would pass over the rest.
 */
export const pageOf = <N extends Pick<InstrumentNotice, 'instrumentId' | 'at'>>(
  all: readonly N[],
  { before, instrument, limit = 50 }: NoticeFilter,
): { notices: N[]; more: boolean } => {
  const until = before === undefined ? null : new Date(before).toISOString();
  const told = all
    .filter(({ instrumentId }) => instrument === undefined || instrumentId === instrument)
    .filter(({ at }) => until === null || at < until)
    .toReversed()
    .toSorted((one, other) => other.at.localeCompare(one.at));
  const last = told[limit - 1]?.at ?? '';
  const notices = told.filter(({ at }, place) => place < limit || at === last);
  return { notices, more: told.length > notices.length };
};
