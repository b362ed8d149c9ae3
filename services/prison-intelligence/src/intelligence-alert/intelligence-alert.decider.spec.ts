import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import {
  approved as approval,
  evaluated,
  omarov,
  reportAfter,
  sanitised,
} from '../intelligence-report/intelligence-report.fixture.ts';
import type { Report } from '../intelligence-report/intelligence-report.state.ts';
import { alertDecider, type RaiseAlert } from './intelligence-alert.decider.ts';

const subject = omarov;
const approved = reportAfter(evaluated(), sanitised(), approval());
const data: RaiseAlert['data'] = {
  alertId: '7f0c5d3e-2f9a-4c38-9a64-d0e6f0a1b2c3',
  alertType: 'RECRUITMENT_ACTIVITY',
  priority: 'PRIORITY',
  reportUrns: ['IR-2026-1'],
  subjectIds: ['subject-1'],
  nature: 'Offers protection to younger prisoners.',
  where: null,
  when: null,
  whatToDo: 'Check visitors.',
  whatNotToDo: null,
  dutyContact: null,
  history: null,
  sourceNote: null,
  handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] },
  ackWithin: 'PT24H',
  validUntil: '2026-12-23T09:00:00.000Z',
  unit: 'prison-17-intelligence',
  by: 'pi-aigerim',
  at: '2026-11-23T09:00:00.000Z',
};
const raise = (change: Partial<RaiseAlert['data']> = {}, reports: Report[] = [approved]): RaiseAlert => ({
  type: 'RaiseAlert',
  data: { ...data, ...change },
  reports,
  knownConditions: ['NO_OVERT_ACTION', 'DESTROY_BY', 'NAMED_RECIPIENTS'],
  livesDays: 90,
});
const alert = decider(alertDecider);
const { subjectIds: _ids, ...rest } = data;

describe('an intelligence alert', () => {
  it('is raised on an approved report and takes its people and grades from it', () =>
    alert.when(raise()).expectEvents({
      type: 'IntelligenceAlertRaised',
      data: { ...rest, subjects: [subject], grades: approved.grades },
    }));

  it('refuses to stand on nothing', () =>
    alert.when(raise({ reportUrns: [] }, [])).expectRefusal('alert-without-report'));

  it('refuses a report nobody knows', () =>
    alert.when(raise({}, [{ status: 'none' }])).expectRefusal('report-unknown'));

  it('refuses a report nobody approved', () =>
    alert.when(raise({}, [reportAfter(evaluated(), sanitised())])).expectRefusal('report-not-approved'));

  it('refuses an alert about nobody', () =>
    alert.when(raise({ subjectIds: [] })).expectRefusal('alert-without-subject'));

  it('refuses a person who stands in none of its reports', () =>
    alert.when(raise({ subjectIds: ['subject-2'] })).expectRefusal('subject-not-in-report'));

  it('refuses an unknown handling condition', () =>
    alert
      .when(raise({ handling: { code: 'C', conditions: [{ code: 'BURN_AFTER_READING' }] } }))
      .expectRefusal('handling-condition-unknown'));

  it.each([
    { code: 'DESTROY_BY' },
    { code: 'DESTROY_BY', date: '2026-13-45' },
    { code: 'DESTROY_BY', date: '2027-02-30' },
    { code: 'NAMED_RECIPIENTS', list: [] },
  ])('refuses the half-said condition %j', (condition) =>
    alert
      .when(raise({ handling: { code: 'C', conditions: [condition] } }))
      .expectRefusal('handling-condition-incomplete'),
  );

  it.each([
    { code: 'C' as const, conditions: [] },
    { code: 'P' as const, conditions: [{ code: 'NO_OVERT_ACTION' }] },
  ])('refuses a code its conditions contradict: %j', (handling) =>
    alert.when(raise({ handling })).expectRefusal('handling-code-contradicts'),
  );

  it('refuses to be about one person twice', () =>
    alert.when(raise({ subjectIds: ['subject-1', 'subject-1'] })).expectRefusal('named-twice'));

  it('refuses an end that has passed', () =>
    alert.when(raise({ validUntil: data.at })).expectRefusal('alert-already-expired'));

  it('lives its 90 days to the last second and not one more', () => {
    alert.when(raise({ validUntil: '2027-02-21T09:00:00.000Z' })).expectEventTypes('IntelligenceAlertRaised');
    alert.when(raise({ validUntil: '2027-02-21T09:00:00.001Z' })).expectRefusal('alert-lives-too-long');
  });
});
