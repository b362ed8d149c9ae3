// What arrives becomes which foreign fact: pure.
import type { ToForeignFacts } from '@gatehouse/sharing';
import { receivedAlertStream, type IntelligenceAlertReceived } from './received-alert/received-alert.events.ts';

export const ALERT_PRODUCT = 'prison-intelligence.intelligence-alert.v1';

export const toForeignFacts: ToForeignFacts = (envelope, provenance) => {
  if (envelope.product !== ALERT_PRODUCT) return [];
  const event: IntelligenceAlertReceived = { type: 'IntelligenceAlertReceived', data: { envelope, provenance } };
  return [{ streamId: receivedAlertStream(envelope.itemId), event, comes: 'once' }];
};
