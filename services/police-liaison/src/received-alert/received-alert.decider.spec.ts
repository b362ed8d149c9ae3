import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { receivedAlertDecider } from './received-alert.decider.ts';
import type { IntelligenceAlertAcknowledged, IntelligenceAlertReceived } from './received-alert.events.ts';

const received = {
  type: 'IntelligenceAlertReceived',
  data: { envelope: { itemId: 'item-1' }, provenance: {} },
} as IntelligenceAlertReceived;
const acknowledged = (by: string, at = '2026-11-23T10:00:00.000Z'): IntelligenceAlertAcknowledged => ({
  type: 'IntelligenceAlertAcknowledged',
  data: { itemId: 'item-1', by, unit: 'almaty-ct-desk', at },
});
const acknowledge = (by: string) => ({ type: 'AcknowledgeAlert' as const, data: acknowledged(by).data });
const alert = decider(receivedAlertDecider);

describe('a received alert', () => {
  it('is acknowledged by a named person', () =>
    alert.given(received).when(acknowledge('po-aidos')).expectEvents(acknowledged('po-aidos')));

  it('stays acknowledged by the first who did', () => {
    const again = alert.given(received, acknowledged('po-aidos')).when(acknowledge('po-dana'));
    again.expectEvents();
    expect(again.state()).toMatchObject({ status: 'acknowledged', by: 'po-aidos' });
  });

  it('refuses an acknowledgement of what never came', () =>
    alert.when(acknowledge('po-aidos')).expectRefusal('alert-not-received'));
});
