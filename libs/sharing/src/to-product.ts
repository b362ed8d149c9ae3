// What a service writes to share: which of its events becomes which product. Pure; what of it leaves is the instrument's
// business.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { ItemFacts, RequestFacts, SubjectFacts } from '@gatehouse/policy';

/** A person the item is about, by the owner's own reference. */
export interface OutgoingSubject extends SubjectFacts {
  /** the reference audit records already name this person by, where another agency gave it */
  auditRef?: string;
}

/** Something was wrong and is put right; the item is taken back; or its danger is over and nothing was wrong. */
export type NoticeKind = 'correction' | 'withdrawal' | 'clearance';

/** What an event means outside: the owner-side item, whole; the instrument says what of it leaves. */
export interface Outgoing {
  type: string;
  unit: string;
  purpose: string;
  caseRef: string | null;
  classification: 'OFFICIAL' | 'RESTRICTED' | 'CONFIDENTIAL';
  item: Omit<ItemFacts, 'originator' | 'underVersions' | 'publishedAt'>;
  subjects: OutgoingSubject[];
  /** when what it tells happened and was first written down, where that was before the act that sends it: offline prisons */
  happened?: { occurredAt: string; recordedAt: string };
  /** which fields of a special category are strictly necessary, as another approved it; `until` no longer included */
  necessity?: NonNullable<RequestFacts['necessity']> & { until: string };
  /** the only party it is for, where a flow names others as well: an answer to what that one asked */
  to?: string;
  /** within which it has arrived there, where it may not take its time: ISO 8601 */
  arrivesWithin?: string;
  /** the person whose status it says: it goes to whoever the ledger says holds an item about him, and to nobody else */
  aboutSubject?: string;
  /** what became of another item: it goes to whoever the ledger says received that one, and to nobody else */
  about?: {
    itemId: string;
    kind: NoticeKind;
    /** within which the holder acknowledges, where no instrument says: ISO 8601 */
    ackWithin: string;
    /** whether new items wait once it is overdue; absent: they do */
    keepsBack?: boolean;
  };
}

/** Which event becomes which product: pure, and the only thing a service writes to share. */
export type ToProduct = (event: RecordedEvent) => Outgoing | null;

/** The first two of an item's three instants; the third is when it was decided for its recipient (domain reference 3.1). */
export const instantsOf = (
  { occurredAt, recordedAt }: Pick<RecordedEvent, 'occurredAt' | 'recordedAt'>,
  { happened }: Outgoing,
): { occurredAt: string; recordedAt: string } =>
  happened ?? { occurredAt: occurredAt.toISOString(), recordedAt: recordedAt.toISOString() };
