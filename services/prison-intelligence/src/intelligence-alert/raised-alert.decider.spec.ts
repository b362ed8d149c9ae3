import { describe, expect, it } from '@jest/globals';
import { type RenewAlert } from './intelligence-alert.decider.ts';
import type { IntelligenceAlertRaised } from './intelligence-alert.events.ts';
import { alert, approved, data, grounds, handling, raised, record, shown } from './intelligence-alert.fixture.ts';

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
      data: {
        ...clear.data,
        noticeId: 'n',
        itemId: alertId,
        alertType: 'THREAT_TO_LIFE',
        grades: [],
        violenceIndicator: false,
        subjects: [],
        handling,
      },
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
