import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { Basis } from './alert-basis.ts';
import { alertDecider, type RaiseAlert, type RenewAlert } from './intelligence-alert.decider.ts';
import type { AlertRecord, IntelligenceAlertRaised } from './intelligence-alert.events.ts';

const person = {
  subjectId: 'subject-1',
  name: 'Daniyar Omarov (invented)',
  aliases: [],
  category: 'SUSPECT',
  cases: ['KZ-2026-114'],
};
const other = { ...person, subjectId: 'subject-2', name: 'Yerlan Tastanov (invented)' };
const handling = { code: 'C' as const, conditions: [{ code: 'NO_OVERT_ACTION' }] };
const approved: Basis = {
  reportUrn: 'IR-2026-1',
  handling,
  markers: ['MAY_HELP_DEFENCE'],
  destroyBy: null,
  standing: 'approved',
  people: [person, other],
  grades: [{ scale: '3x5x2', source: '1', information: 'A' }],
  evaluatedBy: 'pi-aigerim',
};
const data: RaiseAlert['data'] = {
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
const grounds = {
  basis: [approved],
  facts: {},
  knownConditions: ['NO_OVERT_ACTION', 'DESTROY_BY', 'NAMED_RECIPIENTS'],
  life: { days: 90, from: 'now' as const },
};
const shown = { preview: 'confirmed' as const, audience: 'somebody' as const };
const raise = (change: Partial<RaiseAlert['data']> = {}, so: Partial<RaiseAlert> = {}): RaiseAlert => ({
  type: 'RaiseAlert',
  data: { ...data, ...change },
  ...grounds,
  ...shown,
  ...so,
});
const { subjectIds: _ids, otherSubjectIds: _others, whoAtRisk: _who, bySubject: _by, ...rest } = data;
const { standing: _standing, people: _people, grades, evaluatedBy: _evaluatedBy, ...part } = approved;
const record: AlertRecord = {
  ...rest,
  whoAtRisk: null,
  bySubject: null,
  subjects: [{ ...person, role: 'MAIN' }],
  grades,
  derivedFrom: [part],
};
const raised: IntelligenceAlertRaised = { type: 'IntelligenceAlertRaised', data: record };
const alert = decider(alertDecider);

describe('an intelligence alert', () => {
  it('is raised on an approved report, with its people, grades and conditions', () =>
    alert.when(raise()).expectEvents(raised));

  it('takes what is attested about its people over what a report says of them', () =>
    alert
      .when(
        raise(
          {},
          { facts: { 'subject-1': { category: 'ACQUITTED', cases: [], juvenile: { age: 17, atConduct: true } } } },
        ),
      )
      .expectEvents({
        type: 'IntelligenceAlertRaised',
        data: {
          ...record,
          subjects: [
            { ...person, role: 'MAIN', category: 'ACQUITTED', cases: [], juvenile: { age: 17, atConduct: true } },
          ],
        },
      }));

  it.each([
    ['to stand on nothing', raise({ reportUrns: [] }, { basis: [] }), 'alert-without-report'],
    ['a report nobody knows', raise({}, { basis: [{ ...approved, standing: 'unknown' }] }), 'report-unknown'],
    [
      'a report nobody approved',
      raise({}, { basis: [{ ...approved, standing: 'unapproved' }] }),
      'report-not-approved',
    ],
    ['to be about nobody', raise({ subjectIds: [] }), 'alert-without-subject'],
    ['a person who stands in none of its reports', raise({ subjectIds: ['subject-3'] }), 'subject-not-in-report'],
    ['another person who stands in none', raise({ otherSubjectIds: ['subject-3'] }), 'subject-not-in-report'],
    [
      'a person at risk who stands in none',
      raise({ whoAtRisk: { subjectId: 'subject-3', name: null } }),
      'subject-not-in-report',
    ],
    ['one person twice', raise({ otherSubjectIds: ['subject-1'] }), 'named-twice'],
    ['an end that has passed', raise({ validUntil: data.at }), 'alert-already-expired'],
    [
      'an unknown condition',
      raise({ handling: { code: 'C', conditions: [{ code: 'BURN_AFTER_READING' }] } }),
      'handling-condition-unknown',
    ],
    [
      'a half-said condition',
      raise({ handling: { code: 'C', conditions: [{ code: 'DESTROY_BY', date: '2027-02-30' }] } }),
      'handling-condition-incomplete',
    ],
    [
      'a code its conditions contradict',
      raise({ handling: { code: 'P', conditions: [{ code: 'NO_OVERT_ACTION' }] } }),
      'handling-code-contradicts',
    ],
    ['to leave unseen', raise({}, { preview: 'missing' }), 'preview-missing'],
    ['to leave on a preview nobody was given', raise({}, { preview: 'unknown' }), 'preview-unknown'],
    ['to leave otherwise than shown', raise({}, { preview: 'outdated' }), 'preview-outdated'],
    ['an audience of nobody, whatever was shown', raise({}, { audience: 'nobody' }), 'alert-to-nobody'],
  ] as const)('refuses %s', (_what, command, refusal) => alert.when(command).expectRefusal(refusal));

  it('lives its 90 days to the last second and not one more', () => {
    alert.when(raise({ validUntil: '2027-02-21T09:00:00.000Z' })).expectEventTypes('IntelligenceAlertRaised');
    alert.when(raise({ validUntil: '2027-02-21T09:00:00.001Z' })).expectRefusal('alert-lives-too-long');
  });

  it('raised again on the same preview is the same alert; in other words it is refused', () => {
    alert
      .given(raised)
      .when(raise({ at: '2026-11-23T09:00:05.000Z' }))
      .expectEvents();
    alert
      .given(raised)
      .when(raise({ nature: 'Something else.' }))
      .expectRefusal('alert-exists');
  });
});

describe('an alert of its type', () => {
  const staff = { ...approved, people: [{ ...person, category: 'STAFF' }, other] };
  const release = { life: { days: 30, from: 'release' as const } };

  it('about a threat to a life names the life, and is immediate', () => {
    const threat = { alertType: 'THREAT_TO_LIFE', priority: 'IMMEDIATE' as const };
    alert.when(raise(threat)).expectRefusal('threat-without-person-at-risk');
    const whoAtRisk = { subjectId: 'subject-2', name: null };
    alert.when(raise({ ...threat, priority: 'PRIORITY', whoAtRisk })).expectRefusal('threat-not-immediate');
    const events = alert.when(raise({ ...threat, whoAtRisk }));
    events.expectEventTypes('IntelligenceAlertRaised');
    expect(events.state()).toMatchObject({ record: { whoAtRisk: { subjectId: 'subject-2', name: other.name } } });
  });

  it('about staff has members of staff as its subjects, and may name others', () => {
    const corruption = { alertType: 'STAFF_CORRUPTION' };
    alert.when(raise(corruption)).expectRefusal('subject-not-staff');
    alert
      .when(raise({ ...corruption, otherSubjectIds: ['subject-2'] }, { basis: [staff] }))
      .expectEventTypes('IntelligenceAlertRaised');
    alert
      .when(raise({ ...corruption, subjectIds: ['subject-1', 'subject-2'] }, { basis: [staff] }))
      .expectRefusal('subject-not-staff');
  });

  it('about a release lives until thirty days after it', () => {
    alert.when(raise({ releaseOn: null }, release)).expectRefusal('release-date-missing');
    alert.when(raise({ releaseOn: '2027-02-30' }, release)).expectRefusal('release-date-missing');
    const until = (validUntil: string) => alert.when(raise({ releaseOn: '2027-03-01', validUntil }, release));
    until('2027-04-01T00:00:00.000Z').expectEventTypes('IntelligenceAlertRaised');
    until('2027-04-01T00:00:00.001Z').expectRefusal('alert-lives-too-long');
  });
});

describe('an alert that was raised', () => {
  const threat: IntelligenceAlertRaised = {
    type: 'IntelligenceAlertRaised',
    data: {
      ...record,
      alertType: 'THREAT_TO_LIFE',
      priority: 'IMMEDIATE',
      whoAtRisk: { subjectId: null, name: 'A visitor (invented)' },
      validUntil: '2026-11-26T09:00:00.000Z',
    },
  };
  const { alertId } = data;
  const renewal = {
    alertId,
    itemId: 'item-2',
    validUntil: '2026-11-28T09:00:00.000Z',
    reason: 'He is still at large.',
  };
  const renew = (at: string, so: Partial<RenewAlert> = {}): RenewAlert => ({
    type: 'RenewAlert',
    data: { ...renewal, by: 'pi-bolat', at },
    ...grounds,
    life: { days: 3, from: 'now' },
    ...shown,
    ...so,
  });
  const act = (by: string) => ({ alertId, by, unit: 'prison-17', at: '2026-11-23T10:00:00.000Z' });

  it('is renewed while it lasts, on its reports as they stand, and then is acknowledged anew', () => {
    const acknowledged = { type: 'IntelligenceAlertAcknowledged' as const, data: act('pg-marat') };
    const renewed = alert.given(threat, acknowledged).when(renew('2026-11-26T08:00:00.000Z'));
    renewed.expectEventTypes('IntelligenceAlertRenewed');
    expect(renewed.state()).toMatchObject({ items: [alertId, 'item-2'], acknowledged: [], status: 'open' });
  });

  it.each([
    ['once its time is over', renew('2026-11-26T09:00:00.000Z'), 'alert-ended'],
    ['unseen', renew('2026-11-26T08:00:00.000Z', { preview: 'missing' }), 'preview-missing'],
    ['beyond its life', renew('2026-11-25T08:59:59.000Z'), 'alert-lives-too-long'],
    [
      'on a report that no longer stands',
      renew('2026-11-26T08:00:00.000Z', { basis: [{ ...approved, standing: 'unapproved' }] }),
      'report-not-approved',
    ],
  ] as const)('is not renewed %s', (_when, command, refusal) =>
    alert.given(threat).when(command).expectRefusal(refusal),
  );

  it('of another type is not renewed', () =>
    alert.given(raised).when(renew('2026-11-26T08:00:00.000Z')).expectRefusal('alert-not-renewable'));

  it('is acknowledged by each of its people once, and acted upon by whoever acknowledged', () => {
    const acknowledge = (by: string) => ({ type: 'AcknowledgeAlert' as const, data: act(by) });
    const acknowledged = { type: 'IntelligenceAlertAcknowledged' as const, data: act('pg-marat') };
    alert.given(raised).when(acknowledge('pg-marat')).expectEvents(acknowledged);
    alert.given(raised, acknowledged).when(acknowledge('pg-marat')).expectEvents();
    alert.given(raised, acknowledged).when(acknowledge('ps-erlan')).expectEventTypes('IntelligenceAlertAcknowledged');
    const done = { ...act('pg-marat'), whatWasDone: 'Moved him to another block.' };
    alert.given(raised).when({ type: 'ActOnAlert', data: done }).expectRefusal('alert-not-acknowledged');
    alert
      .given(raised, acknowledged)
      .when({ type: 'ActOnAlert', data: done })
      .expectEvents({ type: 'IntelligenceAlertActioned', data: done });
  });

  it('is cleared once, for each item it went out as, and then is over', () => {
    const clear = {
      type: 'ClearAlert' as const,
      data: {
        ...act('pi-bolat'),
        noticeIds: ['notice-1', 'notice-2', 'notice-3'],
        reason: 'The danger is over.',
        purpose: 'PREVENT_SERIOUS_HARM',
        caseRef: null,
      },
      namesSomebody: false,
    };
    alert
      .given(threat)
      .when({ ...clear, namesSomebody: true })
      .expectRefusal('reason-names-somebody');
    const renewed = {
      type: 'IntelligenceAlertRenewed' as const,
      data: { ...threat.data, itemId: 'item-2', reason: 'x' },
    };
    const cleared = alert.given(threat, renewed).when(clear);
    cleared.expectEventTypes('IntelligenceAlertCleared', 'IntelligenceAlertCleared');
    expect(cleared.state()).toMatchObject({ status: 'cleared' });
    const before = {
      type: 'IntelligenceAlertCleared' as const,
      data: { ...clear.data, noticeId: 'n', itemId: alertId, alertType: 'THREAT_TO_LIFE', subjects: [], handling },
    };
    alert.given(threat, before).when(clear).expectEvents();
    alert.given(threat, before).when(renew('2026-11-26T08:00:00.000Z')).expectRefusal('alert-ended');
  });

  it('expires by the clock, to the instant, and once', () => {
    const expire = (at: string) => ({ type: 'ExpireAlert' as const, data: { alertId, at } });
    alert.given(threat).when(expire('2026-11-26T08:59:59.999Z')).expectRefusal('alert-still-valid');
    const expired = alert.given(threat).when(expire('2026-11-26T09:00:00.000Z'));
    expired.expectEventTypes('IntelligenceAlertExpired');
    const recorded = {
      type: 'IntelligenceAlertExpired' as const,
      data: { alertId, validUntil: threat.data.validUntil, at: '2026-11-26T09:00:00.000Z' },
    };
    alert.given(threat, recorded).when(expire('2026-11-27T09:00:00.000Z')).expectEvents();
  });

  it('that never was answers every command as unknown', () =>
    alert.when({ type: 'ExpireAlert', data: { alertId, at: data.at } }).expectRefusal('alert-unknown'));
});
