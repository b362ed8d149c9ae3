// What a service writes to share: which of its events becomes which product. Pure; what of it leaves is the instrument's
// business.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { ItemFacts, SubjectFacts } from '@gatehouse/policy';

/** What an event means outside: the owner-side item, whole; the instrument says what of it leaves. */
export interface Outgoing {
  type: string;
  unit: string;
  purpose: string;
  caseRef: string | null;
  classification: 'OFFICIAL' | 'RESTRICTED' | 'CONFIDENTIAL';
  item: Omit<ItemFacts, 'originator' | 'underVersions' | 'publishedAt'>;
  subjects: SubjectFacts[];
}

/** Which event becomes which product: pure, and the only thing a service writes to share. */
export type ToProduct = (event: RecordedEvent) => Outgoing | null;
