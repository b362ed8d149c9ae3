import { describe, expect, it } from '@jest/globals';
import { person, other, approved, data, raise, record, raised, alert } from './intelligence-alert.fixture.ts';

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
