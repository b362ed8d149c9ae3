// A foreign fact: what another agency disclosed to this one, kept as it came, with where it came from.
import type { Envelope, Provenance } from '@gatehouse/sharing';

export interface IntelligenceAlertReceived {
  type: 'IntelligenceAlertReceived';
  data: { envelope: Envelope; provenance: Provenance };
}

export interface IntelligenceAlertAcknowledged {
  type: 'IntelligenceAlertAcknowledged';
  data: { itemId: string; by: string; unit: string; at: string };
}

export type ReceivedAlertEvent = IntelligenceAlertReceived | IntelligenceAlertAcknowledged;

export const receivedAlertStream = (itemId: string): string => `received-alert-${itemId}`;
