import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { consentRequestDecider, type ConsentRequestCommand } from './consent-request.decider.ts';
import type { ConsentGranted, ConsentRequestReceived } from './consent-request.events.ts';

const AT = '2026-11-24T09:00:00.000Z';
const OVER = '2026-11-26T09:00:00.000Z';
const received = {
  type: 'ConsentRequestReceived',
  data: { envelope: { payload: { answerBy: OVER } }, provenance: {} },
} as unknown as ConsentRequestReceived;
const data = { answerId: 'a-1', requestId: 'r-1', by: 'pi-bolat', at: AT } as ConsentGranted['data'];
const given: ConsentGranted['data'] = { ...data, conditions: [], validUntil: '2026-12-31T00:00:00.000Z' };

const grant = (change: Partial<ConsentGranted['data']> = {}, concerned = false): ConsentRequestCommand => ({
  type: 'GrantConsent',
  data: { ...given, ...change },
  knownConditions: ['VIEW_ONLY', 'DESTROY_BY'],
  notIndependent: concerned ? 'approver-concerned' : null,
});
const refuseIt = (at = AT): ConsentRequestCommand => ({
  type: 'RefuseConsent',
  data: { ...data, at },
  notIndependent: null,
});
const withdraw: ConsentRequestCommand = { type: 'WithdrawConsent', data, notIndependent: null };
const lapse = (at: string): ConsentRequestCommand => ({ type: 'LapseRequest', data: { requestId: 'r-1', at } });
const granted = { type: 'ConsentGranted' as const, data: given };

const request = decider(consentRequestDecider);
const waiting = request.given(received);

describe('a request for consent', () => {
  it('is granted until an instant, with conditions', () => {
    waiting.when(grant()).expectEvents(granted);
    waiting.when(grant({ conditions: [{ code: 'VIEW_ONLY' }] })).expectEventTypes('ConsentGranted');
  });

  it('is answered once', () => {
    request.given(received, granted).when(refuseIt()).expectRefusal('request-answered');
    request.given(received, { type: 'ConsentRefused', data }).when(grant()).expectRefusal('request-answered');
  });

  it('is over when its time is, recorded or not', () => {
    waiting.when(grant({ at: OVER })).expectRefusal('request-lapsed');
    waiting.when(refuseIt(OVER)).expectRefusal('request-lapsed');
    const lapsed = { type: 'ConsentRequestLapsed' as const, data: { requestId: 'r-1', at: OVER } };
    request.given(received, lapsed).when(refuseIt()).expectRefusal('request-lapsed');
  });

  it('lapses once, and only unanswered', () => {
    waiting.when(lapse(AT)).expectEvents();
    waiting.when(lapse(OVER)).expectEventTypes('ConsentRequestLapsed');
    request.given(received, granted).when(lapse(OVER)).expectEvents();
  });

  it('is decided by nobody whom it concerns', () => waiting.when(grant({}, true)).expectRefusal('approver-concerned'));

  it('takes no end in the past, none beyond a year, and no condition that is unknown or half', () => {
    waiting.when(grant({ validUntil: AT })).expectRefusal('consent-ends-before-it-begins');
    waiting.when(grant({ validUntil: '2027-11-25T00:00:00.000Z' })).expectRefusal('consent-runs-too-long');
    waiting.when(grant({ conditions: [{ code: 'FOR_FRIENDS' }] })).expectRefusal('handling-condition-unknown');
    waiting.when(grant({ conditions: [{ code: 'DESTROY_BY' }] })).expectRefusal('handling-condition-incomplete');
  });

  it('that never came is unknown', () => request.when(grant()).expectRefusal('request-unknown'));
});

describe('a consent', () => {
  it('is taken back while it stands', () => {
    waiting.when(withdraw).expectRefusal('consent-not-granted');
    request.given(received, granted).when(withdraw).expectEventTypes('ConsentWithdrawn');
    request
      .given(received, granted, { type: 'ConsentWithdrawn', data })
      .when(withdraw)
      .expectRefusal('consent-not-granted');
  });
});
