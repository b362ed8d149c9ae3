import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { evaluationTimes, readiness, timelinessOf } from './evaluation-times.ts';
import { prisonOf } from './load-observation.ts';
import {
  mayRead,
  observationDecider,
  type ObservationCommand,
  type SubmitObservation,
} from './security-information-report.decider.ts';
import type { ObservationEvent } from './security-information-report.events.ts';

const AT = '2026-11-23T06:40:00.000Z';
const URN = 'SIR-2026-000000000001';
const data: SubmitObservation['data'] = {
  sirUrn: URN,
  prison: 'prison-17',
  submittedBy: 'st-yerlan',
  // Seen at nine, written down ten minutes later, and here when the prison was online again (Almaty is five hours ahead).
  observedAt: '2026-11-23T04:00:00.000Z',
  writtenAt: '2026-11-23T04:10:00.000Z',
  receivedAt: AT,
  place: null,
  text: 'Heard him say that the attack was right.',
  factOrOpinion: 'HEARD',
  subjects: [{ ref: 'subject-1', role: 'MAIN' }],
  urgency: 'PRIORITY',
  actionTaken: null,
  obtainedLawfully: true,
};
const submit = (change: Partial<SubmitObservation['data']> = {}): ObservationCommand => ({
  type: 'SubmitObservation',
  data: { ...data, ...change },
});
const submitted: ObservationEvent = {
  type: 'SecurityInformationReportSubmitted',
  data: { ...data, prison: 'prison-17', revision: 1 },
};
const act = { sirUrn: URN, by: 'pi-zhanar', at: AT };
const registered: ObservationEvent = {
  type: 'SecurityInformationReportRegistered',
  data: { ...act, duplicateOf: null },
};
const returned: ObservationEvent = {
  type: 'SecurityInformationReportReturnedForQuality',
  data: { ...act, reason: 'Where was it?' },
};
const closing = {
  ...act,
  outcome: 'UNFOUNDED' as const,
  reportUrn: null,
  duplicateOf: null,
  reason: 'A misunderstanding.',
};
const closed: ObservationEvent = { type: 'SecurityInformationReportClosed', data: closing };
const here = { prison: 'prison-17', duplicateKnown: false };
const register = (change: object = {}, prison: string | null = 'prison-17'): ObservationCommand => ({
  type: 'RegisterObservation',
  prison,
  duplicateKnown: false,
  data: {
    ...act,
    duplicateOf: null,
    ...change,
  },
});
const close = (change: object = {}, duplicateKnown = false): ObservationCommand => ({
  type: 'CloseObservation',
  ...here,
  duplicateKnown,
  data: {
    ...closing,
    ...change,
  },
});
const observation = decider(observationDecider);

describe('a security information report', () => {
  it('keeps three instants: when it was heard, written down, and here', () =>
    observation.when(submit()).expectEvents(submitted));

  it.each([{ observedAt: '2026-11-23T06:40:00.001Z' }, { writtenAt: '2026-11-23T07:00:00.000Z' }])(
    'refuses an instant that has not come: %j',
    (change) => observation.when(submit(change)).expectRefusal('instant-in-the-future'),
  );

  it('refuses to be written before it was seen', () =>
    observation.when(submit({ writtenAt: '2026-11-23T03:59:59.999Z' })).expectRefusal('written-before-observed'));

  it('may be long past: an offline prison sends later', () =>
    observation
      .when(submit({ observedAt: '2026-09-01T04:00:00.000Z', writtenAt: '2026-09-01T05:00:00.000Z' }))
      .expectEventTypes('SecurityInformationReportSubmitted'));

  it('refuses somebody who works in no prison', () =>
    observation.when(submit({ prison: null })).expectRefusal('submitter-without-prison'));

  it('is submitted once', () => observation.given(submitted).when(submit()).expectRefusal('sir-exists'));

  it('is registered by the collator of its prison', () =>
    observation.given(submitted).when(register()).expectEvents(registered));

  it.each(['prison-18', null])('does not exist for the collator of %s', (prison) =>
    observation.given(submitted).when(register({}, prison)).expectRefusal('sir-unknown'),
  );

  it('does not exist for whoever it is about', () =>
    observation
      .given({
        ...submitted,
        data: { ...submitted.data, subjects: [{ ref: 'pi-zhanar', role: 'STAFF' }] },
      } as ObservationEvent)
      .when(register())
      .expectRefusal('sir-unknown'));

  it('is not registered where nobody submitted it', () => observation.when(register()).expectRefusal('sir-unknown'));

  it('is registered once', () =>
    observation.given(submitted, registered).when(register()).expectRefusal('sir-not-submitted'));

  it('links only to a duplicate that is known', () =>
    observation
      .given(submitted)
      .when(register({ duplicateOf: 'SIR-2026-2' }))
      .expectRefusal('duplicate-unknown'));

  it('comes back for quality and is submitted again, improved, by its submitter alone', () => {
    const giveBack: ObservationCommand = {
      type: 'ReturnObservation',
      prison: 'prison-17',
      data: returned.data as never,
    };
    observation.given(submitted).when(giveBack).expectEvents(returned);
    const again = (submittedBy: string): ObservationCommand => ({
      type: 'ResubmitObservation',
      data: { ...data, submittedBy, text: 'Heard him say it by the lathe.' },
    });
    expect(observation.given(submitted, returned).when(again('st-yerlan')).state()).toMatchObject({
      status: 'submitted',
      submitted: { revision: 2, text: 'Heard him say it by the lathe.' },
    });
    observation.given(submitted, returned).when(again('st-other')).expectRefusal('sir-unknown');
    observation.given(submitted).when(again('st-yerlan')).expectRefusal('sir-not-returned');
    observation.given(submitted, returned).when(giveBack).expectRefusal('sir-not-submitted');
  });

  it('is closed with an outcome', () => observation.given(submitted, registered).when(close()).expectEvents(closed));

  it('is not closed before it is registered', () =>
    observation.given(submitted).when(close()).expectRefusal('sir-not-registered'));

  it('is closed as a duplicate of one that is known', () => {
    const given = observation.given(submitted, registered);
    given.when(close({ outcome: 'DUPLICATE' })).expectRefusal('duplicate-not-named');
    given.when(close({ outcome: 'DUPLICATE', duplicateOf: 'SIR-2026-2' })).expectRefusal('duplicate-unknown');
    given
      .when(close({ outcome: 'DUPLICATE', duplicateOf: 'SIR-2026-2' }, true))
      .expectEventTypes('SecurityInformationReportClosed');
  });

  it('is evaluated by a report alone', () =>
    observation
      .given(submitted, registered)
      .when(close({ outcome: 'EVALUATED' }))
      .expectRefusal('evaluated-without-report'));

  it('has no life after its closing', () =>
    observation.given(submitted, registered, closed).when(register()).expectRefusal('sir-closed'));
});

describe('the times of an evaluation', () => {
  const received = new Date('2026-11-01T00:00:00.000Z');
  const at = (instant: string) => new Date(instant);
  const known = observation.given(submitted).when(register()).state();

  it.each([
    ['IMMEDIATE', '2026-11-02T00:00:00.000Z', 'due'],
    ['IMMEDIATE', '2026-11-02T00:00:00.001Z', 'overdue'],
    ['PRIORITY', '2026-11-06T00:00:00.000Z', 'due'],
    ['ROUTINE', '2026-11-06T00:00:00.001Z', 'overdue'],
    ['ROUTINE', '2026-11-28T23:59:59.999Z', 'overdue'],
    ['IMMEDIATE', '2026-11-29T00:00:00.000Z', 'restricted'],
  ] as const)('of %s at %s: %s', (urgency, now, expected) =>
    expect(timelinessOf(evaluationTimes(urgency, received), false, at(now))).toBe(expected),
  );

  it('are over once it is closed', () =>
    expect(timelinessOf(evaluationTimes('ROUTINE', received), true, at('2027-01-01T00:00:00Z'))).toBe('done'));

  it('say whether an analyst may evaluate it', () => {
    const none = { status: 'none' as const };
    const soon = new Date(AT);
    expect(readiness(none, false, soon)).toBe('unknown');
    expect(readiness(known, false, soon)).toBe('unknown');
    expect(readiness(known, true, soon)).toBe('ready');
    expect(readiness(known, true, at('2026-12-21T06:40:00.000Z'))).toBe('restricted');
    expect(readiness(observation.when(submit()).state(), true, soon)).toBe('not-registered');
  });

  it('run from the first arrival, however often it comes back', () => {
    const late = { ...data, receivedAt: '2026-12-20T00:00:00.000Z' };
    const again = observation.given(submitted, returned).when({ type: 'ResubmitObservation', data: late }).state();
    expect(readiness(again, true, at('2026-12-21T06:40:00.000Z'))).toBe('restricted');
  });
});

it('belongs to the prison of its unit', () => {
  expect(prisonOf('prison-17-intelligence')).toBe('prison-17');
  expect(prisonOf('prison-17')).toBe('prison-17');
  expect(prisonOf('prison-170-intelligence')).toBe('prison-170');
  expect(prisonOf('records-office')).toBeNull();
  const known = observation.when(submit()).state();
  expect(known.status !== 'none' && mayRead(known, null, 'pi-zhanar')).toBe(false);
});
