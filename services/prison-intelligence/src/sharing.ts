// Which of this service's events becomes which product, and what arrives becomes which foreign fact: pure. What leaves of it
// is the instrument's business.
import type { Outgoing, ToForeignFacts, ToProduct } from '@gatehouse/sharing';
import { alertItem, clearanceNotice } from './intelligence-alert/alert-product.ts';
import type { AlertEvent } from './intelligence-alert/intelligence-alert.events.ts';
import { feedbackFacts } from './item-feedback/item-feedback.events.ts';

export const toProduct: ToProduct = ({ type, data, metadata }) => {
  const sharedFor = { purpose: metadata.purpose ?? '', caseRef: metadata.caseRef ?? null };
  return alertProduct({ type, data } as AlertEvent, sharedFor);
};

const alertProduct = (event: AlertEvent, sharedFor: { purpose: string; caseRef: string | null }): Outgoing | null => {
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return alertItem(event.data, event.data.alertId, sharedFor);
    case 'IntelligenceAlertRenewed':
      return alertItem(event.data, event.data.itemId, sharedFor);
    case 'IntelligenceAlertCleared':
      return clearanceNotice(event.data);
    default:
      return null;
  }
};

const FEEDBACK = 'police-liaison.item-feedback.v1';
const POLICE_INTELLIGENCE = 'police-liaison.police-intelligence.v1';

export const toForeignFacts: ToForeignFacts = (envelope, provenance) => {
  switch (envelope.product) {
    case FEEDBACK:
      return feedbackFacts({ envelope, provenance });
    case POLICE_INTELLIGENCE: {
      const event = { type: 'ItemReceived', data: { envelope, provenance } };
      return [{ streamId: `received-item-${envelope.itemId}`, event, comes: 'once' }];
    }
    default:
      return [];
  }
};
