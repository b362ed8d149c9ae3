// Items and notices as they arrive, for specs.
import type { Envelope, Provenance } from '@gatehouse/sharing';
import type {
  FeedbackGiven,
  ItemAcknowledged,
  ItemBasisChanged,
  ItemCleared,
  ItemCorrected,
  ItemReceived,
  ItemWithdrawn,
} from './received-item.events.ts';

export const ITEM = '11111111-1111-4111-8111-111111111111';
export const NOTICE = '22222222-2222-4222-8222-222222222222';
export const DERIVED = '33333333-3333-4333-8333-333333333333';
export const PRISON = 'kz-prison-service';
const AT = '2026-11-23T09:00:00.000Z';

export const grade = (source: string, information: string) => ({ scale: '3x5x2', source, information });

export const envelope = (change: Partial<Envelope> = {}): Envelope =>
  ({
    itemId: ITEM,
    product: 'prison-intelligence.intelligence-report.v1',
    originator: PRISON,
    publishedAt: AT,
    markers: [],
    obligations: ['ACK_24H'],
    priority: 'ROUTINE',
    order: { key: 'k', sequence: 1, predecessor: null },
    subjects: [{ ref: 'p-1', role: 'MAIN', category: 'SUSPECT', cases: ['KZ-2026-114'], auditRef: 'a-1' }],
    payload: {
      reportUrn: 'IR-1',
      paragraphs: [
        { n: 1, text: 'first', grade: grade('1', 'A') },
        { n: 2, text: 'second', grade: grade('2', 'D') },
      ],
    },
    ...change,
  }) as Envelope;

const notice = { itemId: ITEM, noticeId: NOTICE, originator: PRISON, sequence: 2, at: AT };

export const received = (change: Partial<Envelope> = {}): ItemReceived => ({
  type: 'ItemReceived',
  data: { envelope: envelope(change), provenance: { receivedAt: AT } as Provenance },
});

export const corrected = (change: Partial<ItemCorrected['data']> = {}): ItemCorrected => ({
  type: 'ItemCorrected',
  data: { ...notice, what: 'GRADE', effect: 'REPLACE', grades: [{ n: 2, grade: grade('2', 'E') }], ...change },
});

export const withdrawn = (change: Partial<ItemWithdrawn['data']> = {}): ItemWithdrawn => ({
  type: 'ItemWithdrawn',
  data: { ...notice, sequence: 3, ground: 'ERROR', required: 'ERASE', ...change },
});

export const cleared = (change: Partial<ItemCleared['data']> = {}): ItemCleared => ({
  type: 'ItemCleared',
  data: { ...notice, sequence: 3, clearedAt: AT, ...change },
});

export const basisChanged = (change: Partial<ItemBasisChanged['data']> = {}): ItemBasisChanged => ({
  type: 'ItemBasisChanged',
  data: { ...notice, itemId: DERIVED, kind: 'correction', ...change },
});

export const acknowledged = (by = 'po-aidos'): ItemAcknowledged => ({
  type: 'ItemAcknowledged',
  data: { itemId: ITEM, by, unit: 'almaty-ct-desk', at: AT },
});

export const feedback = (change: Partial<FeedbackGiven['data']> = {}): FeedbackGiven => ({
  type: 'FeedbackGiven',
  data: {
    feedbackId: 'f-1',
    itemId: ITEM,
    outcome: 'DISPROVED',
    comment: 'The cellmate was elsewhere.',
    regrades: [{ n: 2, grade: grade('2', 'E') }],
    originator: PRISON,
    subjects: envelope().subjects,
    unit: 'almaty-ct-desk',
    by: 'po-aidos',
    at: AT,
    ...change,
  },
});
