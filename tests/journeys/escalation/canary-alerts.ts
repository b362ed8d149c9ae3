// An alert of each type as both sides' stores hold it, with a canary in every field: whatever of it shows outside is found.
import { randomUUID } from 'node:crypto';
import { codeLists, type IntelligenceAlertV1 } from '@gatehouse/contracts';
import { receivedItemStream } from '@gatehouse/inbox';
import { ledgerStream, type Envelope } from '@gatehouse/sharing';
import type { DomainEvent } from '@gatehouse/event-store';

const DAY_MS = 86_400_000;

export interface CanaryAlert {
  type: string;
  itemId: string;
  /** milliseconds */
  ackMs: number;
  /** what the prison's store holds once it was disclosed */
  atPrison: [string, DomainEvent][];
  /** what the police's store holds once it came */
  atPolice: [string, DomainEvent][];
  /** what both hold once a named person has acknowledged it */
  acknowledged: (at: Date) => { atPrison: [string, DomainEvent][]; atPolice: [string, DomainEvent] };
}

export const POLICE = 'kz-police';
/** A post of the prison's own people. */
export const GOVERNOR = 'kz-prison-service/governor';

/** Milliseconds of the periods in the list of alert types. */
export const periodMs = (period: string): number => {
  const [, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(period)?.map((part) => Number(part ?? 0)) ?? [];
  return ((days * 24 + hours) * 60 + minutes) * 60_000;
};

/** One alert of every type of the code list, raised at this instant. */
export const canaryAlerts = (at: Date): CanaryAlert[] =>
  Object.entries(codeLists.alertTypes).map(([type, { acknowledgeWithin, lives }]) => {
    const itemId = randomUUID();
    const ackMs = periodMs(acknowledgeWithin);
    const lifeMs = lives.startsWith('UNTIL_RELEASE') ? 60 * DAY_MS : periodMs(lives);
    const validUntil = new Date(at.getTime() + lifeMs).toISOString();
    const priority = ackMs <= 30 * 60_000 ? 'IMMEDIATE' : 'PRIORITY';
    const payload = payloadOf(type, itemId, { priority, ackWithin: acknowledgeWithin, validUntil });
    const disclosureId = randomUUID();
    const received = { type: 'ItemReceived', data: { envelope: envelopeOf(payload, disclosureId, at) } };
    return {
      type,
      itemId,
      ackMs,
      atPrison: [
        [`intelligence-alert-${itemId}`, { type: 'IntelligenceAlertRaised', data: raisedOf(payload, at) }],
        ...[POLICE, GOVERNOR].map((recipient): [string, DomainEvent] => [
          ledgerStream(itemId, recipient),
          { type: 'DisclosureDecided', data: decidedOf(itemId, disclosureId, recipient) },
        ]),
      ],
      atPolice: [[receivedItemStream(itemId), received]],
      acknowledged: (when) => {
        const by = { itemId, by: 'CANARY-acknowledger', at: when.toISOString() };
        return {
          atPrison: [POLICE, GOVERNOR].map((recipient) => [
            ledgerStream(itemId, recipient),
            { type: 'DisclosureAcknowledged', data: { ...by, disclosureId, recipient } },
          ]),
          atPolice: [receivedItemStream(itemId), { type: 'ItemAcknowledged', data: { ...by, unit: 'u' } }],
        };
      },
    };
  });

type Times = Pick<IntelligenceAlertV1, 'priority' | 'ackWithin' | 'validUntil'>;

const person = { ref: 'CANARY-ref', name: 'CANARY-name', aliases: ['CANARY-alias'], role: 'MAIN' as const };

// Every field the product has: a new one does not compile until it has its canary.
const payloadOf = (type: string, alertId: string, times: Times): Required<IntelligenceAlertV1> => ({
  ...times,
  alertId,
  type: type as IntelligenceAlertV1['type'],
  reportUrns: ['CANARY-report'],
  subjects: [person],
  whoAtRisk: { ref: 'CANARY-at-risk', name: 'CANARY-at-risk-name' },
  bySubject: { ref: 'CANARY-by', name: 'CANARY-by-name' },
  nature: 'CANARY-nature',
  where: 'CANARY-where',
  when: 'CANARY-when',
  whatToDo: 'CANARY-to-do',
  whatNotToDo: 'CANARY-not-to-do',
  dutyContact: 'CANARY-contact',
  associates: [{ name: 'CANARY-associate' }],
  history: 'CANARY-history',
  healthNote: 'CANARY-health',
  privilegedNote: 'CANARY-privileged',
  sourceNote: 'CANARY-source',
});

const envelopeOf = (payload: Required<IntelligenceAlertV1>, disclosureId: string, at: Date): Partial<Envelope> => ({
  itemId: payload.alertId,
  disclosureId,
  product: 'prison-intelligence.intelligence-alert.v1',
  originator: 'CANARY-originator',
  unit: 'CANARY-unit',
  recipient: POLICE,
  purpose: 'CANARY-purpose',
  caseRef: 'CANARY-case',
  priority: payload.priority,
  subjects: [{ ref: 'CANARY-pseudonym', role: 'MAIN', auditRef: 'audit-reference', category: 'SUSPECT', cases: [] }],
  obligations: [],
  publishedAt: at.toISOString(),
  payload,
});

const raisedOf = ({ type, subjects, ...payload }: Required<IntelligenceAlertV1>, at: Date) => ({
  ...payload,
  alertType: type,
  subjects: subjects.map(({ ref, name, aliases }) => ({
    subjectId: ref,
    name,
    aliases,
    category: 'SUSPECT',
    cases: [],
  })),
  unit: null,
  by: 'CANARY-raiser',
  at: at.toISOString(),
});

const decidedOf = (itemId: string, disclosureId: string, recipient: string) => ({
  disclosureId,
  itemId,
  product: 'prison-intelligence.intelligence-alert.v1',
  recipient,
  released: true,
  held: false,
  degraded: false,
  reason: 'CONTRACT_MATCH',
  delivery: {
    effect: 'PERMIT',
    reason: 'CONTRACT_MATCH',
    reasonsInOrder: [],
    obligations: ['ACK_24H'],
    agreements: [],
  },
  fields: [],
  bundleVersion: 1,
  messageId: randomUUID(),
  order: null,
});
