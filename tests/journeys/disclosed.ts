// Items of every product, decided, sealed and sent by the prison service's own share hop: for journeys that are about what becomes
// of them at the recipient.
import { CASE } from '@gatehouse/start';
import { inTransaction } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import { randomUUID } from 'node:crypto';
import { shareOrHold } from '../../libs/sharing/src/share-with.ts';
import type { Running } from './running.ts';

const SUBJECT = { ref: 'subject-7f3a91c2', category: 'SUSPECT', cases: [CASE] };
const NAME = 'Daniyar Omarov (invented)';

/** What a journey says of an item; the rest is the same for all. */
export interface Disclosed {
  id?: string;
  product: string;
  payload: object;
  priority?: string;
  purpose?: string;
  about?: Outgoing['about'];
}

/** From the prison service to the police, unless said. */
const USUAL = { from: 'prison-intelligence', recipient: 'kz-police' } as const;

/** Decides and sends an item. Gives its id. */
export const disclosed = async (
  gatehouse: Running,
  item: Disclosed,
  { from, recipient }: { from: 'prison-intelligence' | 'police-liaison'; recipient: string } = USUAL,
): Promise<string> => {
  const agency = gatehouse.agencies[from];
  const { id = randomUUID(), product, payload, priority = 'ROUTINE', purpose = 'INVESTIGATE', about } = item;
  const at = agency.clock.now();
  const event = {
    eventId: randomUUID(),
    type: 'Disclosed',
    streamId: `journey-${id}`,
    version: 1,
    metadata: { correlationId: randomUUID() },
    occurredAt: at,
    recordedAt: at,
  };
  const outgoing: Outgoing = {
    type: product,
    unit: 'prison-17-intelligence',
    purpose,
    caseRef: CASE,
    classification: 'RESTRICTED',
    subjects: [from === USUAL.from ? SUBJECT : { ...SUBJECT, auditRef: 'named-by-the-prison-service' }],
    ...(about && { about }),
    item: {
      id,
      product,
      caseRef: CASE,
      priority,
      subjects: [{ ref: SUBJECT.ref, role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload,
    },
  };
  await inTransaction(agency.pool, (client) => shareOrHold(agency, client, { event, outgoing, recipient }));
  return id;
};

const paragraph = (n: number, text: string, source: string, information: string) => ({
  n,
  text,
  factual: n === 1,
  grade: { scale: '3x5x2', source, information },
});

export const report = (id: string = randomUUID()): Disclosed => ({
  id,
  product: 'prison-intelligence.intelligence-report.v1',
  payload: {
    reportUrn: `IR-${id.slice(0, 8)}`,
    version: 1,
    subjects: [{ ref: SUBJECT.ref, name: NAME, role: 'MAIN' }],
    paragraphs: [
      paragraph(1, 'In a work area the subject said that a named attack had been right.', '1', 'A'),
      paragraph(2, 'He is said to offer protection to younger prisoners.', '2', 'D'),
    ],
    reasonableGrounds: 'Serious prison risk.',
    provenance: { kind: 'STAFF', detail: 'CANARY-source' },
    smallCircleTest: 'PASSED',
    sanitisedBy: 'pi-aigerim',
    approvedBy: 'pi-bolat',
    handling: { code: 'P', conditions: [] },
    reviewBy: '2027-06-30',
  },
});

/** What the police know of the same man. */
export const policeReport = (id: string = randomUUID()): Disclosed => ({
  id,
  product: 'police-liaison.police-intelligence.v1',
  purpose: 'PREVENT_SERIOUS_HARM',
  payload: {
    reportUrn: `PI-${id.slice(0, 8)}`,
    version: 1,
    subjects: [{ ref: SUBJECT.ref, name: NAME, role: 'MAIN' }],
    paragraphs: [paragraph(1, 'A visitor carries a weapon on Saturday.', '1', 'A')],
    reasonableGrounds: 'Serious prison risk.',
    provenance: { detail: 'CANARY-police-source' },
    handling: { code: 'P', conditions: [] },
    reviewBy: '2027-06-30',
  },
});

/** The second paragraph turns out to be suspected false. */
export const correction = (itemId: string, derivedItems: string[] = []): Disclosed => {
  const id = randomUUID();
  const payload = {
    correctionId: id,
    itemId,
    what: 'GRADE',
    effect: 'REPLACE',
    reason: 'Found wrong by the police.',
    paragraphs: [{ n: 2, grade: { scale: '3x5x2', source: '2', information: 'E' } }],
    derivedItems,
    ackWithin: 'PT72H',
  };
  const about = { itemId, kind: 'correction' as const, ackWithin: 'PT72H' };
  return { id, product: 'prison-intelligence.correction.v1', payload, about };
};

export const withdrawal = (itemId: string): Disclosed => {
  const id = randomUUID();
  const payload = {
    withdrawalId: id,
    itemId,
    ground: 'ERROR',
    required: 'ERASE',
    ackWithin: 'PT72H',
    proofWithin: 'P30D',
  };
  const about = { itemId, kind: 'withdrawal' as const, ackWithin: 'PT72H' };
  return { id, product: 'prison-intelligence.withdrawal.v1', payload, about };
};

export const alert = (type: string, change: Partial<Disclosed> = {}): Disclosed => {
  const id = randomUUID();
  const payload = {
    alertId: id,
    type,
    priority: change.priority ?? 'ROUTINE',
    reportUrns: ['IR-1'],
    subjects: [{ ref: SUBJECT.ref, name: NAME, role: 'MAIN' }],
    nature: 'A threat was heard.',
    whatToDo: 'Warn the person at risk.',
    ackWithin: 'PT15M',
    validUntil: new Date(Date.now() + 86_400_000).toISOString(),
  };
  return { id, product: 'prison-intelligence.intelligence-alert.v1', payload, ...change };
};
