// The life of an alert: raised once on its basis, shown to its people first, renewed, acknowledged, acted upon, cleared or
// expired. No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  AlertEvent,
  AlertRecord,
  IntelligenceAlertAcknowledged,
  IntelligenceAlertActioned,
} from './intelligence-alert.events.ts';
import { sameWords } from './same-words.ts';
import { recordOf, type Grounds, type RaiseRefusal, type Wanted } from './raise-rules.ts';

/** What was shown before: nothing leaves that nobody looked at first. */
export interface Shown {
  preview: 'missing' | 'unknown' | 'outdated' | 'confirmed';
  /** whether it reaches anybody at all */
  audience: 'somebody' | 'nobody';
}

export interface RaiseAlert extends Grounds, Shown {
  type: 'RaiseAlert';
  data: Wanted;
}

export interface RenewAlert extends Grounds, Shown {
  type: 'RenewAlert';
  data: { alertId: string; itemId: string; validUntil: string; reason: string; by: string; at: string };
}

export interface ClearAlert {
  type: 'ClearAlert';
  data: {
    alertId: string;
    /** one for each item it went out as, and more do no harm */
    noticeIds: string[];
    reason: string;
    unit: string;
    by: string;
    at: string;
    purpose: string;
    caseRef: string | null;
  };
  /** whether the reason, which every holder reads, names a person this service knows */
  namesSomebody: boolean;
}

export type AlertCommand =
  | RaiseAlert
  | RenewAlert
  | ClearAlert
  | { type: 'AcknowledgeAlert'; data: IntelligenceAlertAcknowledged['data'] }
  | { type: 'ActOnAlert'; data: IntelligenceAlertActioned['data'] }
  | { type: 'ExpireAlert'; data: { alertId: string; at: string } };

export type AlertRefusal =
  | RaiseRefusal
  | 'alert-exists'
  | 'alert-to-nobody'
  | 'preview-missing'
  | 'preview-unknown'
  | 'preview-outdated'
  | 'alert-unknown'
  | 'alert-ended'
  | 'alert-not-renewable'
  | 'alert-still-valid'
  | 'alert-not-acknowledged'
  | 'reason-names-somebody';

export type Alert =
  | { status: 'none' }
  | {
      status: 'open' | 'cleared' | 'expired';
      record: AlertRecord;
      /** the items it went out as, the first and each renewal */
      items: string[];
      acknowledged: { by: string; at: string }[];
    };

type Known = Exclude<Alert, { status: 'none' }>;

/** A type whose alerts may be prolonged (domain reference 4.1). */
const RENEWABLE = ['THREAT_TO_LIFE'];

const decide = (command: AlertCommand, alert: Alert): Decision<AlertEvent, AlertRefusal> => {
  if (command.type === 'RaiseAlert') return raise(command, alert);
  if (alert.status === 'none') return refuse('alert-unknown');
  switch (command.type) {
    case 'RenewAlert':
      return renew(command, alert);
    case 'AcknowledgeAlert':
      if (isAcknowledgedBy(alert, command.data.by)) return accept<AlertEvent>();
      return accept<AlertEvent>({ type: 'IntelligenceAlertAcknowledged', data: command.data });
    case 'ActOnAlert':
      if (!isAcknowledgedBy(alert, command.data.by)) return refuse('alert-not-acknowledged');
      return accept<AlertEvent>({ type: 'IntelligenceAlertActioned', data: command.data });
    case 'ClearAlert':
      return clear(command, alert);
    case 'ExpireAlert':
      return expire(command.data.at, alert);
    default:
      return unreachable(command);
  }
};

const raise = (command: RaiseAlert, alert: Alert): Decision<AlertEvent, AlertRefusal> => {
  const record = recordOf(command.data, command);
  if (typeof record === 'string') return refuse(record);
  // One preview, one alert: raising the same again gives what was raised.
  if (alert.status !== 'none') return sameWords(alert.record, record) ? accept<AlertEvent>() : refuse('alert-exists');
  const unseen = shownRefusal(command);
  return unseen ? refuse(unseen) : accept<AlertEvent>({ type: 'IntelligenceAlertRaised', data: record });
};

const renew = (command: RenewAlert, alert: Known): Decision<AlertEvent, AlertRefusal> => {
  const record = renewedRecord(command, alert);
  const { itemId, reason } = command.data;
  if (alert.items.includes(itemId)) return accept<AlertEvent>();
  if (typeof record === 'string') return refuse(record);
  const unseen = shownRefusal(command);
  if (unseen) return refuse(unseen);
  return accept<AlertEvent>({ type: 'IntelligenceAlertRenewed', data: { ...record, itemId, reason } });
};

/** The record as it would go out again, or why it may not. */
export const renewedRecord = (command: RenewAlert, alert: Alert): AlertRecord | AlertRefusal => {
  if (alert.status === 'none') return 'alert-unknown';
  const { at, validUntil, by } = command.data;
  if (!RENEWABLE.includes(alert.record.alertType)) return 'alert-not-renewable';
  if (hasEnded(alert, at)) return 'alert-ended';
  return recordOf({ ...wantedAgain(alert.record), validUntil, by, at }, command);
};

const wantedAgain = ({ subjects, ...record }: AlertRecord): Wanted => ({
  ...record,
  subjectIds: subjects.filter(({ role }) => role === 'MAIN').map(({ subjectId }) => subjectId),
  otherSubjectIds: subjects.filter(({ role }) => role === 'OTHER').map(({ subjectId }) => subjectId),
});

const shownRefusal = ({ audience, preview }: Shown): AlertRefusal | null => {
  if (audience === 'nobody') return 'alert-to-nobody';
  return preview === 'confirmed' ? null : `preview-${preview}`;
};

const clear = ({ data, namesSomebody }: ClearAlert, alert: Known): Decision<AlertEvent, AlertRefusal> => {
  if (alert.status === 'cleared') return accept<AlertEvent>();
  if (hasEnded(alert, data.at)) return refuse('alert-ended');
  if (namesSomebody) return refuse('reason-names-somebody');
  const { noticeIds, ...said } = data;
  const { alertType, subjects, handling } = alert.record;
  return accept<AlertEvent>(
    ...alert.items.map((itemId, place) => ({
      type: 'IntelligenceAlertCleared' as const,
      data: { ...said, noticeId: noticeIds[place] ?? '', itemId, alertType, subjects, handling },
    })),
  );
};

const expire = (at: string, alert: Known): Decision<AlertEvent, AlertRefusal> => {
  if (alert.status !== 'open') return accept<AlertEvent>();
  const { alertId, validUntil } = alert.record;
  if (!hasEnded(alert, at)) return refuse('alert-still-valid');
  return accept<AlertEvent>({ type: 'IntelligenceAlertExpired', data: { alertId, validUntil, at } });
};

/** That its time is over is a comparison with the clock; the event only records it. */
const hasEnded = ({ status, record }: Known, at: string): boolean =>
  status !== 'open' || Date.parse(record.validUntil) <= Date.parse(at);

const isAcknowledgedBy = (alert: Known, person: string): boolean => alert.acknowledged.some(({ by }) => by === person);

const evolve = (alert: Alert, event: AlertEvent): Alert => {
  if (event.type === 'IntelligenceAlertRaised')
    return { status: 'open', record: event.data, items: [event.data.alertId], acknowledged: [] };
  if (alert.status === 'none') return alert;
  switch (event.type) {
    case 'IntelligenceAlertRenewed': {
      const { itemId, reason: _reason, ...record } = event.data;
      return { status: 'open', record, items: [...alert.items, itemId], acknowledged: [] };
    }
    case 'IntelligenceAlertAcknowledged':
      return { ...alert, acknowledged: [...alert.acknowledged, { by: event.data.by, at: event.data.at }] };
    case 'IntelligenceAlertActioned':
      return alert;
    case 'IntelligenceAlertCleared':
      return { ...alert, status: 'cleared' };
    case 'IntelligenceAlertExpired':
      return { ...alert, status: 'expired' };
    default:
      return unreachable(event);
  }
};

export const alertDecider: Decider<AlertCommand, Alert, AlertEvent, AlertRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
