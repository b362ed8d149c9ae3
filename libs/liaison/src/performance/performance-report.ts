// How far a party's recipients kept what an instrument asks of them, in counts alone: no item, no subject, no person. Pure.

export interface LevelKept {
  recipient: string;
  /** acknowledged within the period the release was given with */
  inTime: number;
  /** acknowledged after it */
  late: number;
  /** not acknowledged, and past it */
  missed: number;
  /** not acknowledged, and still in time */
  waiting: number;
}

export interface OpenCorrections {
  recipient: string;
  open: number;
  overdue: number;
}

/** What a party reports for itself under one instrument, of the releases it made in whole days. */
export interface PerformanceReport {
  reportId: string;
  instrumentId: string;
  /** ISO 8601 days in UTC, both included */
  from: string;
  to: string;
  acknowledged: LevelKept[];
  corrections: OpenCorrections[];
}

/** A release as the ledger has it. */
export interface ReleasedOnce {
  recipient: string;
  at: Date;
  /** of the decision that let it leave, for example `ACK_24H` */
  obligations: string[];
  acknowledgedAt: Date | null;
}

const ACKNOWLEDGE = /^ACK_(\d+)([MH])$/;
const MINUTE_MS = 60_000;

/** One row a recipient, by its name. What nobody has to acknowledge is not counted. */
export const levelsOf = (released: readonly ReleasedOnce[], now: Date): LevelKept[] => {
  const counted = released.flatMap((one) => {
    const within = periodOf(one.obligations);
    return within === null ? [] : [{ recipient: one.recipient, kept: keptOf(one, within, now) }];
  });
  return [...Map.groupBy(counted, ({ recipient }) => recipient)]
    .map(([recipient, ofIt]) => {
      const count = (kept: Kept): number => ofIt.filter((one) => one.kept === kept).length;
      const [inTime, late, missed, waiting] = [count('inTime'), count('late'), count('missed'), count('waiting')];
      return { recipient, inTime, late, missed, waiting };
    })
    .toSorted((one, other) => one.recipient.localeCompare(other.recipient));
};

type Kept = Exclude<keyof LevelKept, 'recipient'>;

const keptOf = ({ at, acknowledgedAt }: ReleasedOnce, withinMs: number, now: Date): Kept => {
  const due = at.getTime() + withinMs;
  if (acknowledgedAt) return acknowledgedAt.getTime() <= due ? 'inTime' : 'late';
  return now.getTime() > due ? 'missed' : 'waiting';
};

const periodOf = (obligations: string[]): number | null => {
  const periods = obligations.flatMap((obligation) => {
    const [, count, unit] = ACKNOWLEDGE.exec(obligation) ?? [];
    return count ? [Number(count) * (unit === 'H' ? 60 : 1) * MINUTE_MS] : [];
  });
  return periods.length > 0 ? Math.min(...periods) : null;
};
