// What arrives becomes which foreign fact, and what of ours becomes which product: pure.
import { consentRequestProduct, emergencyProduct, feedbackProduct, receivedFacts } from '@gatehouse/inbox';
import type { ToProduct } from '@gatehouse/sharing';
import { policeIntelligenceProduct } from './police-intelligence/police-intelligence-product.ts';

/** What the police take in, and what a row of their inbox shows of it. */
export const RECEIVED = [
  { product: 'prison-intelligence.intelligence-alert.v1', fields: ['alertId', 'type', 'priority', 'validUntil'] },
  { product: 'prison-intelligence.intelligence-report.v1', fields: ['reportUrn', 'version', 'reviewBy'] },
  {
    product: 'prison-intelligence.correction.v1',
    fields: ['correctionId', 'itemId', 'what', 'effect', 'ackWithin'],
  },
  {
    product: 'prison-intelligence.alert-clearance.v1',
    fields: ['clearanceId', 'itemId', 'type', 'clearedAt', 'ackWithin'],
  },
  {
    product: 'prison-intelligence.withdrawal.v1',
    fields: ['withdrawalId', 'itemId', 'ground', 'required', 'ackWithin'],
  },
  {
    product: 'prison-intelligence.consent-answer.v1',
    fields: ['answerId', 'requestId', 'itemId', 'verdict', 'validUntil', 'answeredAt'],
  },
  {
    product: 'prison-intelligence.emergency-access.v1',
    fields: ['accessId', 'itemId', 'usedBy', 'usedAt', 'until'],
  },
];

export const FEEDBACK_PRODUCT = 'police-liaison.item-feedback.v1';

const CONSENT_REQUEST = 'police-liaison.consent-request.v1';
export const EMERGENCY_PRODUCT = 'police-liaison.emergency-access.v1';

export const toForeignFacts = receivedFacts(
  RECEIVED.map(({ product }) => product),
  ['prison-intelligence.consent-answer.v1'],
);

export const toProduct: ToProduct = (event) =>
  feedbackProduct(event, FEEDBACK_PRODUCT) ??
  consentRequestProduct(event, CONSENT_REQUEST) ??
  emergencyProduct(event, EMERGENCY_PRODUCT) ??
  policeIntelligenceProduct(event);
