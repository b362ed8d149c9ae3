// What an alert is outside: which of its events becomes which product, field by field. Pure; what of it leaves is the
// instrument's business.
import type { AlertClearanceV1, IntelligenceAlertV1 } from '@gatehouse/contracts';
import type { Outgoing, OutgoingSubject } from '@gatehouse/sharing';
import { lastDayAt } from '@gatehouse/handling';
import type { AlertRecord, AlertSubject, IntelligenceAlertCleared, NamedPerson } from './intelligence-alert.events.ts';
import { ALERT_PRODUCT } from './beneath.ts';

const CLEARANCE_PRODUCT = 'prison-intelligence.alert-clearance.v1';

/** For what it leaves: the purpose and the case of whoever raised it. */
export interface SharedFor {
  purpose: string;
  caseRef: string | null;
}

/** The alert as an item; a renewed one is an item of its own. */
export const alertItem = (alert: AlertRecord, itemId: string, { purpose, caseRef }: SharedFor): Outgoing => ({
  type: 'prison-intelligence.intelligence-alert-raised.v1',
  unit: alert.unit,
  purpose,
  caseRef,
  classification: 'RESTRICTED',
  subjects: alert.subjects.map(factsOf),
  item: {
    id: itemId,
    product: ALERT_PRODUCT,
    caseRef,
    priority: alert.priority,
    subjects: alert.subjects.map(({ subjectId, role }) => ({ ref: subjectId, role })),
    handling: alert.handling,
    grades: alert.grades,
    violenceIndicator: alert.violenceIndicator,
    markers: [],
    derivedFrom: alert.derivedFrom.map(({ reportUrn, ...part }) => ({ id: reportUrn, ...part })),
    // An alert is reviewed on the day it ends: assess or drop (domain reference 4.1).
    reviewBy: lastDayAt(alert.validUntil),
    destroyBy: null,
    payload: { ...payloadOf(alert, itemId) },
  },
});

/** What its holders are told when it is cleared. It corrects nothing and takes nothing back, since nothing was wrong. */
export const clearanceNotice = (cleared: IntelligenceAlertCleared['data']): Outgoing => {
  const payload: AlertClearanceV1 = {
    clearanceId: cleared.noticeId,
    itemId: cleared.itemId,
    type: cleared.alertType as AlertClearanceV1['type'],
    clearedAt: cleared.at,
    reason: cleared.reason,
    ackWithin: NOTICE_ACK,
  };
  return {
    type: 'prison-intelligence.intelligence-alert-cleared.v1',
    unit: cleared.unit,
    purpose: cleared.purpose,
    caseRef: cleared.caseRef,
    classification: 'RESTRICTED',
    subjects: cleared.subjects.map(factsOf),
    about: { itemId: cleared.itemId, kind: 'clearance', ackWithin: NOTICE_ACK },
    item: {
      id: cleared.noticeId,
      product: CLEARANCE_PRODUCT,
      caseRef: cleared.caseRef,
      priority: 'ROUTINE',
      subjects: cleared.subjects.map(({ subjectId, role }) => ({ ref: subjectId, role })),
      handling: cleared.handling,
      grades: cleared.grades,
      violenceIndicator: cleared.violenceIndicator,
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload,
    },
  };
};

/** As for a correction (MoU clause 15). */
const NOTICE_ACK = 'PT72H';

const factsOf = ({
  subjectId,
  name: _name,
  aliases: _aliases,
  role: _role,
  ...facts
}: AlertSubject): OutgoingSubject => ({
  ref: subjectId,
  ...facts,
});

// The product as the contract has it: a field that stands in no product does not compile here.
const payloadOf = (alert: AlertRecord, alertId: string): IntelligenceAlertV1 =>
  withoutNulls<IntelligenceAlertV1>({
    alertId,
    type: alert.alertType as IntelligenceAlertV1['type'],
    priority: alert.priority,
    reportUrns: alert.reportUrns,
    subjects: alert.subjects.map(({ subjectId, name, aliases, role }) => ({ ref: subjectId, name, aliases, role })),
    whoAtRisk: personOf(alert.whoAtRisk),
    bySubject: personOf(alert.bySubject),
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

const personOf = (person: NamedPerson | null): { ref?: string; name: string } | null =>
  person && { ...(person.subjectId === null ? {} : { ref: person.subjectId }), name: person.name };

/** What a product may lack is null in the owner's record. */
type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

const withoutNulls = <T extends object>(record: Nullable<T>): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined)) as T;
