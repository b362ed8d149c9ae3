// Which of this service's events becomes which product, and what arrives becomes which foreign fact: pure. What leaves of it
// is the instrument's business.
import { emergencyProduct, receivedFacts } from '@gatehouse/inbox';
import type { ToForeignFacts, ToProduct } from '@gatehouse/sharing';
import { alertItem, clearanceNotice } from './intelligence-alert/alert-product.ts';
import type {
  IntelligenceAlertCleared,
  IntelligenceAlertRaised,
  IntelligenceAlertRenewed,
} from './intelligence-alert/intelligence-alert.events.ts';
import { consentAnswerProduct } from './consent-request/consent-answer-product.ts';
import {
  consentRequestFact,
  REQUEST_PRODUCT,
  type ConsentAnswerEvent,
} from './consent-request/consent-request.events.ts';
import type { ReportEvent } from './intelligence-report/intelligence-report.events.ts';
import { productOfReport } from './intelligence-report/report-products.ts';
import { feedbackFacts } from './item-feedback/item-feedback.events.ts';

export const toProduct: ToProduct = (recorded) => {
  const { type, data, metadata } = recorded;
  const sharedFor = { purpose: metadata.purpose ?? '', caseRef: metadata.caseRef ?? null };
  const event = { type, data } as Shared;
  switch (event.type) {
    case 'IntelligenceAlertRaised':
      return alertItem(event.data, event.data.alertId, sharedFor);
    case 'IntelligenceAlertRenewed':
      return alertItem(event.data, event.data.itemId, sharedFor);
    case 'IntelligenceAlertCleared':
      return clearanceNotice(event.data);
    case 'ConsentGranted':
    case 'ConsentRefused':
    case 'ConsentWithdrawn':
      return consentAnswerProduct(event);
    default:
      return productOfReport(event) ?? emergencyProduct(recorded, EMERGENCY_PRODUCT);
  }
};

/** Alerts, reports and answers say something to others. Security information reports and their kind never do. */
type Shared =
  IntelligenceAlertRaised | IntelligenceAlertRenewed | IntelligenceAlertCleared | ConsentAnswerEvent | ReportEvent;

const FEEDBACK = 'police-liaison.item-feedback.v1';

/** By which we tell an originator, and by which we are told. */
export const EMERGENCY_PRODUCT = 'prison-intelligence.emergency-access.v1';
const EMERGENCY_OF_POLICE = 'police-liaison.emergency-access.v1';

/** What the prison service takes in, and what a row of its inbox shows of it. */
export const RECEIVED = [
  { product: 'police-liaison.police-intelligence.v1', fields: ['reportUrn', 'version', 'reviewBy'] },
  { product: EMERGENCY_OF_POLICE, fields: ['accessId', 'itemId', 'usedBy', 'usedAt', 'until'] },
  { product: FEEDBACK, fields: ['feedbackId', 'itemId', 'outcome', 'givenAt'] },
  { product: REQUEST_PRODUCT, fields: ['requestId', 'itemId', 'use', 'recipient', 'answerBy'] },
];

const intoInbox = receivedFacts(RECEIVED.map(({ product }) => product));

/** Everything goes into the inbox; feedback is also a fact about the item it answers, and a request one that waits for an answer. */
export const toForeignFacts: ToForeignFacts = (envelope, provenance) => [
  ...(envelope.product === FEEDBACK ? feedbackFacts({ envelope, provenance }) : []),
  ...(envelope.product === REQUEST_PRODUCT ? [consentRequestFact({ envelope, provenance })] : []),
  ...intoInbox(envelope, provenance),
];
