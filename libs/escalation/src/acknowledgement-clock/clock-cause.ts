// What a service's events mean for its clocks: the only thing a service writes to have some.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { ClockTerms, OverdueType, Side, Urgency } from './acknowledgement-clock.events.ts';
import { durationMs } from './duration.ts';

/** What has to be acknowledged, and how fast. */
export interface Acknowledgeable {
  itemId: string;
  product: string;
  /** whose item it is, where it came from another party: nobody else's word ends it */
  originator?: string;
  /** whose rota is asked; null for the service's own duty unit */
  unit: string | null;
  urgency: Urgency;
  /** ISO 8601 duration, such as PT15M */
  within: string;
  /** when the item's life ends (RFC 3339); null when it has no end of its own */
  until: string | null;
  overdueType: OverdueType;
  /** the people it is about: as references where the service was given those, else by id */
  subjects: { refs: string[] } | { ids: string[] };
}

export type ClockCause =
  /** an originator's event says what acknowledging this item means; a clock starts with each disclosure of it */
  | { cause: 'terms'; of: Acknowledgeable }
  /** an item came and has to be acknowledged here; `post`: by a post of the own people, called by the rota of its unit */
  | { cause: 'arrived'; of: Acknowledgeable; side?: Side; post?: string }
  /** an item left for a recipient; what no terms are known of has those of the agreement, where it asks for any */
  | {
      cause: 'released';
      itemId: string;
      product: string;
      recipient: string;
      within: string | null;
      overdueType: OverdueType;
      /** the recipient is a post of the own people: they are called, by the rota of that post's unit */
      post?: string;
    }
  /** `recipient` null: whoever it was for; `originator`: who says so, where that is not this agency */
  | {
      cause: 'acknowledged' | 'ended';
      itemId: string;
      recipient: string | null;
      /** only of a clock about this product; any other runs on */
      product?: string;
      by: string | null;
      at: string;
      originator?: string;
    };

/** Which event means what for which clock: pure. */
export type ToClock = (event: RecordedEvent) => ClockCause | null;

/** The agreement's period, as its obligation names it: ACK_15M, ACK_24H. */
export const agreedPeriod = (obligations: string[]): string | null => {
  const period = obligations.map((code) => /^ACK_(\d+[MH])$/.exec(code)?.[1]).find((found) => found !== undefined);
  return period === undefined ? null : `PT${period}`;
};

/** What an event means; nothing where the mapping fails on it: one bad event stands in no other's way. */
export const understood = (toClock: ToClock, event: RecordedEvent, onFault?: () => void): ClockCause | null => {
  try {
    return toClock(event);
  } catch {
    onFault?.();
    return null;
  }
};

/** Where neither item nor agreement names a usable period, nobody may wait longer than this. */
const FALLBACK: Record<Urgency, string> = { IMMEDIATE: 'PT15M', PRIORITY: 'PT24H', ROUTINE: 'P3D' };
const SHORT_MS = 30 * 60_000;
/** An item without an end of its own is called about no longer than this after its deadline. */
const LONGEST_AFTER_MS = 90 * 86_400_000;

/** The times of a clock that starts at an instant: the deadline never lies behind the end of the item's life. */
export const clockTerms = (
  of: Acknowledgeable,
  at: Date,
  known: Pick<ClockTerms, 'recipient' | 'side' | 'auditSubjects'> & { unit: string },
): ClockTerms => {
  const within = durationMs(of.within) ?? durationMs(FALLBACK[of.urgency]) ?? 0;
  const start = at.getTime();
  const end = of.until === null ? NaN : Date.parse(of.until);
  const until = Number.isNaN(end) ? start + within + LONGEST_AFTER_MS : end;
  const deadline = Math.max(start, Math.min(start + within, until));
  const { itemId, product, overdueType, unit, originator } = of;
  // Who has half an hour cannot wait behind anything, whatever its originator called it.
  const urgency = within <= SHORT_MS ? 'IMMEDIATE' : of.urgency;
  const times = { startedAt: at.toISOString(), deadline: iso(deadline), until: iso(until) };
  const about = { itemId, product, ...(originator !== undefined && { originator }) };
  return { ...about, urgency, overdueType, ...known, unit: unit ?? known.unit, ...times };
};

const iso = (ms: number): string => new Date(ms).toISOString();
