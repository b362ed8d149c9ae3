// An alert as it is raised, and what it stands on.
import { decider } from '@gatehouse/testing';
import type { Basis } from './alert-basis.ts';
import { alertDecider, type RaiseAlert } from './intelligence-alert.decider.ts';
import type { AlertRecord, IntelligenceAlertRaised } from './intelligence-alert.events.ts';

export const person = {
  subjectId: 'subject-1',
  name: 'Daniyar Omarov (invented)',
  aliases: [],
  category: 'SUSPECT',
  cases: ['KZ-2026-114'],
};
export const other = { ...person, subjectId: 'subject-2', name: 'Yerlan Tastanov (invented)' };
export const handling = { code: 'C' as const, conditions: [{ code: 'NO_OVERT_ACTION' }] };
export const approved: Basis = {
  reportUrn: 'IR-2026-1',
  handling,
  markers: ['MAY_HELP_DEFENCE'],
  destroyBy: null,
  standing: 'approved',
  people: [person, other],
  grades: [{ scale: '3x5x2', source: '1', information: 'A' }],
  evaluatedBy: 'pi-aigerim',
};
export const data: RaiseAlert['data'] = {
  alertId: '7f0c5d3e-2f9a-4c38-9a64-d0e6f0a1b2c3',
  alertType: 'RECRUITMENT_ACTIVITY',
  priority: 'PRIORITY',
  reportUrns: ['IR-2026-1'],
  subjectIds: ['subject-1'],
  otherSubjectIds: [],
  whoAtRisk: null,
  bySubject: null,
  violenceIndicator: false,
  nature: 'Offers protection to younger prisoners.',
  where: null,
  when: null,
  whatToDo: 'Check visitors.',
  whatNotToDo: null,
  dutyContact: null,
  history: null,
  sourceNote: null,
  handling: { code: 'P', conditions: [] },
  releaseOn: null,
  ackWithin: 'PT24H',
  validUntil: '2026-12-23T09:00:00.000Z',
  unit: 'prison-17-intelligence',
  by: 'pi-aigerim',
  at: '2026-11-23T09:00:00.000Z',
};
export const grounds = {
  basis: [approved],
  facts: {},
  knownConditions: ['NO_OVERT_ACTION', 'DESTROY_BY', 'NAMED_RECIPIENTS'],
  life: { days: 90, from: 'now' as const },
};
export const shown = { preview: 'confirmed' as const, audience: 'somebody' as const };
export const raise = (change: Partial<RaiseAlert['data']> = {}, so: Partial<RaiseAlert> = {}): RaiseAlert => ({
  type: 'RaiseAlert',
  data: { ...data, ...change },
  ...grounds,
  ...shown,
  ...so,
});
const { subjectIds: _ids, otherSubjectIds: _others, whoAtRisk: _who, bySubject: _by, ...rest } = data;
const { standing: _standing, people: _people, grades, evaluatedBy: _evaluatedBy, ...part } = approved;
export const record: AlertRecord = {
  ...rest,
  whoAtRisk: null,
  bySubject: null,
  subjects: [{ ...person, role: 'MAIN' }],
  grades,
  derivedFrom: [part],
};
export const raised: IntelligenceAlertRaised = { type: 'IntelligenceAlertRaised', data: record };
export const alert = decider(alertDecider);
