// Which of this service's events becomes which product: pure. What of it leaves is the instrument's business.
import type { IntelligenceAlertV1 } from '@gatehouse/contracts';
import { receivedFacts } from '@gatehouse/inbox';
import type { Outgoing, ToProduct } from '@gatehouse/sharing';
import type { AlertSubject, IntelligenceAlertRaised } from './intelligence-alert/intelligence-alert.events.ts';

export const ALERT_PRODUCT = 'prison-intelligence.intelligence-alert.v1';

/** What the prison service takes in, and what a row of its inbox shows of it. */
export const RECEIVED = [
  { product: 'police-liaison.police-intelligence.v1', fields: ['reportUrn', 'version', 'reviewBy'] },
  { product: 'police-liaison.item-feedback.v1', fields: ['feedbackId', 'itemId', 'outcome', 'givenAt'] },
];

export const toForeignFacts = receivedFacts(RECEIVED.map(({ product }) => product));

export const toProduct: ToProduct = (event) => {
  if (event.type !== 'IntelligenceAlertRaised') return null;
  const alert = event.data as IntelligenceAlertRaised['data'];
  const { purpose, caseRef } = event.metadata;
  return alertProduct(alert, purpose ?? '', caseRef ?? null);
};

const alertProduct = (alert: IntelligenceAlertRaised['data'], purpose: string, caseRef: string | null): Outgoing => ({
  type: 'prison-intelligence.intelligence-alert-raised.v1',
  unit: alert.unit,
  purpose,
  caseRef,
  classification: 'RESTRICTED',
  subjects: alert.subjects.map(({ subjectId, category, cases }) => ({ ref: subjectId, category, cases })),
  item: {
    id: alert.alertId,
    product: ALERT_PRODUCT,
    caseRef,
    priority: alert.priority,
    subjects: alert.subjects.map(({ subjectId }) => ({ ref: subjectId, role: 'MAIN' as const })),
    handling: alert.handling,
    grades: alert.grades,
    markers: [],
    // An alert is reviewed on the day it ends: assess or drop (domain reference 4.1).
    reviewBy: alert.validUntil.slice(0, 10),
    destroyBy: null,
    payload: { ...payloadOf(alert) },
  },
});

// The product as the contract has it: a field that stands in no product does not compile here.
const payloadOf = (alert: IntelligenceAlertRaised['data']): IntelligenceAlertV1 =>
  withoutNulls<IntelligenceAlertV1>({
    alertId: alert.alertId,
    type: alert.alertType,
    priority: alert.priority,
    reportUrns: alert.reportUrns,
    subjects: alert.subjects.map(subjectOf),
    nature: alert.nature,
    where: alert.where,
    when: alert.when,
    whatToDo: alert.whatToDo,
    whatNotToDo: alert.whatNotToDo,
    dutyContact: alert.dutyContact,
    history: alert.history,
    sourceNote: alert.sourceNote,
    ackWithin: alert.ackWithin,
    validUntil: alert.validUntil,
  });

const subjectOf = ({ subjectId, name, aliases }: AlertSubject): IntelligenceAlertV1['subjects'][number] => ({
  ref: subjectId,
  name,
  aliases,
  role: 'MAIN',
});

/** What a product may lack is null in the owner's record. */
type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

const withoutNulls = <T extends object>(record: Nullable<T>): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)) as T;
