// A week of a prison's work, invented: 1,050 acts that others are told of, and what each item has to look like at their end. Pure.
import type {
  AlertRecord,
  AlertSubject,
  IntelligenceAlertCleared,
  IntelligenceAlertRaised,
} from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.events.ts';
import { alertStream } from '../../services/prison-intelligence/src/intelligence-alert/intelligence-alert.events.ts';
import { CASE, idOf, PURPOSE, type Act, type Standing } from './act.ts';
import { lifeOfReport } from './invented-report.ts';

export const BEGINS = Date.parse('2026-11-16T03:00:00.000Z');
export const ENDS = Date.parse('2026-11-23T03:00:00.000Z');
const [REPORTS, ALERTS] = [200, 340];
const HOUR_MS = 3_600_000;

/** The acts in the order in which they were done, and the standing of each item they are about. */
export const inventedWeek = (): { acts: Act[]; standings: Standing[] } => {
  const lives = [
    ...Array.from({ length: REPORTS }, (_, i) => lifeOfReport(i, spread(i, REPORTS))),
    ...Array.from({ length: ALERTS }, (_, i) => lifeOfAlert(i, spread(i, ALERTS))),
  ];
  const acts = lives.flatMap((life) => life.acts).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { acts, standings: lives.map(({ standing }) => standing) };
};

/** Instants of the first four days; what follows from an act is done within the three that remain. */
const spread = (i: number, of: number): number => BEGINS + Math.floor(((4 * 24 * HOUR_MS) / of) * i);

const TYPES = [
  'RECRUITMENT_ACTIVITY',
  'ESCAPE',
  'GANG_OR_NETWORK',
  'CONTRABAND',
  'ATTACK_PLANNING',
  'DISORDER',
  'RADICALISATION_CONCERN',
  'THREAT_TO_LIFE',
  'PUBLIC_PROTECTION_ON_RELEASE',
];
const URGENT = ['ESCAPE', 'ATTACK_PLANNING', 'THREAT_TO_LIFE'];

const subject: AlertSubject = {
  subjectId: 'subject-of-custody',
  name: 'Daniyar Omarov (invented)',
  aliases: [],
  category: 'CONVICTED',
  cases: [CASE],
  role: 'MAIN',
};

const lifeOfAlert = (i: number, began: number): { acts: Act[]; standing: Standing } => {
  const alert = alertOf(i, new Date(began).toISOString());
  const { alertId, at } = alert;
  const raised: IntelligenceAlertRaised = { type: 'IntelligenceAlertRaised', data: alert };
  const cleared = i % 4 !== 3;
  const clearedAt = new Date(began + 30 * HOUR_MS + i * 1_000).toISOString();
  const acts = [{ at, event: raised }, ...(cleared ? [{ at: clearedAt, event: clearance(alert, i, clearedAt) }] : [])];
  return {
    acts: acts.map((act) => ({ ...act, stream: alertStream(alertId) })),
    standing: {
      itemId: alertId,
      grades: [],
      findings: [],
      reviewBy: alert.validUntil.slice(0, 10),
      withdrawn: false,
      cleared,
      occurredAt: at,
      recordedAt: at,
    },
  };
};

const alertOf = (i: number, at: string): AlertRecord => {
  const alertType = TYPES[i % TYPES.length] ?? '';
  return {
    alertId: idOf('alert', i),
    alertType,
    priority: URGENT.includes(alertType) ? 'IMMEDIATE' : 'ROUTINE',
    reportUrns: [`IR-2026-${i}`],
    grades: [{ scale: '3x5x2', source: '1', information: 'A' }],
    derivedFrom: [],
    subjects: [subject],
    whoAtRisk: null,
    bySubject: null,
    violenceIndicator: true,
    nature: `What was seen on gallery ${i} (invented).`,
    where: null,
    when: null,
    whatToDo: 'Look into it.',
    whatNotToDo: null,
    dutyContact: null,
    history: null,
    sourceNote: null,
    handling: { code: 'P', conditions: [] },
    releaseOn: null,
    ackWithin: 'PT24H',
    validUntil: '2026-12-20T09:00:00.000Z',
    unit: 'prison-17-intelligence',
    by: 'pi-aigerim',
    at,
  };
};

const clearance = (alert: AlertRecord, i: number, at: string): IntelligenceAlertCleared => {
  const { alertId, unit, by, alertType, grades, violenceIndicator, subjects, handling } = alert;
  return {
    type: 'IntelligenceAlertCleared',
    data: {
      alertId,
      unit,
      by,
      at,
      alertType,
      grades,
      violenceIndicator,
      subjects,
      handling,
      noticeId: idOf('clearance', i),
      itemId: alertId,
      reason: 'It is over.',
      purpose: PURPOSE,
      caseRef: CASE,
    },
  };
};
