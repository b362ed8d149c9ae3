import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { sourceDecider } from './source.decider.ts';
import type {
  SourceEvent,
  SourceIdentityApproved,
  SourceIdentityRequested,
  SourceRegistered,
} from './source.events.ts';

const sourceId = '8f5a2c1e-0000-4000-8000-000000000001';
const [HANDLER, NEIGHBOUR] = ['handler:one', 'handler:two'].map((name) => ({ person: name, ref: name }));
const CONTROLLER = { person: 'pi-yerlan', ref: 'handler:yerlan' };
const DEPUTY = { person: 'pi-madina', ref: 'handler:madina' };
const at = '2026-11-23T09:00:00.000Z';
const later = '2026-11-23T10:00:00.000Z';
const by = (hand = CONTROLLER, when = at) => ({ sourceId, by: hand, at: when });

const risk = { assessmentId: 'a1', level: 'HIGH' as const, sealedReasons: 'sealed', reviewBy: '2026-12-23' };
const assignment = { assignmentId: 'h1', handler: HANDLER!.ref, sealedName: 'sealed' };
const registered: SourceRegistered = {
  type: 'SourceRegistered',
  data: { ...by(HANDLER), codeName: 'HERON-0417', sealedIdentity: 'sealed', likeness: 'x', assignment, risk },
};
const authorised: SourceEvent = { type: 'SourceAuthorised', data: by() };
const ended: SourceEvent = { type: 'SourceDeregistered', data: { ...by(), sealedReason: 'sealed' } };
const requested: SourceIdentityRequested = {
  type: 'SourceIdentityRequested',
  data: { ...by(), requestId: 'r1', sealedReason: 'sealed', approveBefore: '2026-11-24T09:00:00.000Z' },
};
const approved: SourceIdentityApproved = {
  type: 'SourceIdentityApproved',
  data: { ...by(DEPUTY), requestId: 'r1', until: '2026-11-23T13:00:00.000Z' },
};

const nothing = decider(sourceDecider);
const source = nothing.given(registered, authorised);
const contact = (hand = HANDLER!, metAt = at) => ({
  type: 'RecordSourceContact' as const,
  data: { ...by(hand, later), contactId: 'c1', metAt, sealedNote: 'sealed' },
});
const link = (hand = HANDLER!) => ({
  type: 'LinkSourceReport' as const,
  data: { ...by(hand), reportUrn: 'IR-2026-9F2C4E71A0B3' },
});

describe('a handler', () => {
  it('registers a source once, with a review ahead', () => {
    nothing.when({ type: 'RegisterSource', data: registered.data }).expectEvents(registered);
    source.when({ type: 'RegisterSource', data: registered.data }).expectRefusal('source-exists');
    nothing
      .when({ type: 'RegisterSource', data: { ...registered.data, risk: { ...risk, reviewBy: '2026-11-23' } } })
      .expectRefusal('review-not-ahead');
  });

  it('works with it only when a controller has authorised it, and may judge the risk before', () => {
    const waiting = nothing.given(registered);
    waiting.when(contact()).expectRefusal('source-not-authorised');
    waiting.when(link()).expectRefusal('source-not-authorised');
    waiting.when({ type: 'AssessSourceRisk', data: { ...by(HANDLER), risk } }).expectEventTypes('SourceRiskAssessed');
    source.when(contact()).expectEventTypes('SourceContactRecorded');
  });

  it.each([
    contact(NEIGHBOUR),
    link(NEIGHBOUR),
    { type: 'AssessSourceRisk' as const, data: { ...by(NEIGHBOUR), risk } },
    { type: 'OpenOwnSource' as const, data: by(NEIGHBOUR) },
  ])("does nothing with another handler's: %j", (command) => {
    source.when(command).expectRefusal('not-its-handler');
    nothing.when(command).expectRefusal('source-unknown');
  });

  it('loses it when it goes to another, who then has it', () => {
    const data = { ...by(), assignment: { ...assignment, handler: NEIGHBOUR!.ref }, sealedReason: 'sealed' };
    const given = source.given({ type: 'SourceHandlerAssigned', data });
    given.when({ type: 'OpenOwnSource', data: by(HANDLER) }).expectRefusal('not-its-handler');
    given.when({ type: 'OpenOwnSource', data: by(NEIGHBOUR) }).expectEvents();
  });

  it('does nothing any more with one that was taken off', () => {
    source
      .given(ended)
      .when({ type: 'OpenOwnSource', data: by(HANDLER) })
      .expectRefusal('source-deregistered');
    source.given(ended).when(contact()).expectRefusal('source-deregistered');
  });

  it('links a report once, and records no contact that is still to come', () => {
    const linked = source.given({ type: 'SourceReportLinked', data: link().data });
    linked.when(link()).expectEvents();
    source.when(contact(HANDLER, '2026-11-23T10:00:01.000Z')).expectRefusal('contact-in-the-future');
  });
});

describe('a controller', () => {
  it('authorises what others registered, never his own', () => {
    nothing.given(registered).when({ type: 'AuthoriseSource', data: by() }).expectEventTypes('SourceAuthorised');
    source.when({ type: 'AuthoriseSource', data: by() }).expectEvents();
    const asController = { person: 'pi-daniyar', ref: HANDLER!.ref };
    nothing
      .given(registered)
      .when({ type: 'AuthoriseSource', data: by(asController) })
      .expectRefusal('own-source');
  });

  it('assigns to anybody but himself and the one who has it', () => {
    const to = (handler: string) => ({
      type: 'AssignSourceHandler' as const,
      data: { ...by(), assignment: { ...assignment, handler }, sealedReason: 'sealed' },
    });
    source.when(to(NEIGHBOUR!.ref)).expectEventTypes('SourceHandlerAssigned');
    source.when(to(CONTROLLER.ref)).expectRefusal('own-source');
    source.when(to(HANDLER!.ref)).expectRefusal('already-its-handler');
    source.given(ended).when(to(NEIGHBOUR!.ref)).expectRefusal('source-deregistered');
  });
});

describe('the identity of a source', () => {
  const asked = source.given(requested);
  const approve = (hand = DEPUTY, when = later) => ({
    type: 'ApproveSourceIdentity' as const,
    data: { ...by(hand, when), requestId: 'r1', until: '2026-11-23T14:00:00.000Z' },
  });
  const open = (hand = CONTROLLER, when = later, requestId = 'r1') => ({
    type: 'OpenSourceIdentity' as const,
    data: { ...by(hand, when), requestId },
  });

  it('opens after a second person approved, to the one who asked', () => {
    asked.when(approve()).expectEventTypes('SourceIdentityApproved');
    asked.given(approved).when(open()).expectEventTypes('SourceIdentityOpened');
  });

  it('does not open unapproved, to the approver, or under another request', () => {
    asked.when(open()).expectRefusal('identity-not-approved');
    asked.given(approved).when(open(DEPUTY)).expectRefusal('not-the-requester');
    asked
      .given(approved)
      .when(open(CONTROLLER, later, 'r2'))
      .expectRefusal('request-unknown');
  });

  it('is not approved by whoever asked, under whatever role he comes', () => {
    asked.when(approve(CONTROLLER)).expectRefusal('requester-cannot-approve');
    asked.when(approve({ person: CONTROLLER.ref, ref: CONTROLLER.ref })).expectRefusal('requester-cannot-approve');
  });

  it('is not approved a day later, and closes at the very instant that was said', () => {
    asked.when(approve(DEPUTY, '2026-11-24T09:00:00.000Z')).expectRefusal('request-lapsed');
    asked.given(approved).when(open(CONTROLLER, '2026-11-23T12:59:59.999Z')).expectEventTypes('SourceIdentityOpened');
    asked.given(approved).when(open(CONTROLLER, '2026-11-23T13:00:00.000Z')).expectRefusal('identity-time-over');
  });

  it('is approved once: a second approval does not lengthen the time', () => {
    asked.given(approved).when(approve()).expectEvents();
    const state = asked.given(approved).when(approve()).state();
    expect(state).toMatchObject({ requests: { r1: { until: '2026-11-23T13:00:00.000Z' } } });
  });
});
