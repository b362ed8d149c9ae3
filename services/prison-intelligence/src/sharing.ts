// Which of this service's events becomes which product, and what arrives becomes which foreign fact: pure. What leaves of it
// is the instrument's business.
import { consentAnswerProduct, consentRequestFacts, itemUseFacts } from '@gatehouse/consent';
import { consentRequestProduct, emergencyProduct, itemUseProduct, receivedFacts } from '@gatehouse/inbox';
import type { ToForeignFacts, ToProduct } from '@gatehouse/sharing';
import { alertItem, clearanceNotice } from './intelligence-alert/alert-product.ts';
import type {
  IntelligenceAlertCleared,
  IntelligenceAlertRaised,
  IntelligenceAlertRenewed,
} from './intelligence-alert/intelligence-alert.events.ts';
import type { ReportEvent } from './intelligence-report/intelligence-report.events.ts';
import { productOfReport } from './intelligence-report/report-products.ts';
import { feedbackFacts } from './item-feedback/item-feedback.events.ts';
import { subjectStatusProduct } from './subject/subject-status-product.ts';
import type { SubjectEvent } from './subject/subject.events.ts';

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
    case 'SubjectStatusAttested':
      return subjectStatusProduct(recorded, event.data);
    default:
      return (
        productOfReport(event) ??
        consentAnswerProduct(recorded, OUR_ANSWERS) ??
        consentRequestProduct(recorded, OUR_REQUESTS) ??
        itemUseProduct(recorded, OUR_USES) ??
        emergencyProduct(recorded, EMERGENCY_PRODUCT)
      );
  }
};

/** Alerts, reports and statuses say something to others. Security information reports and their kind never do. */
type Shared =
  IntelligenceAlertRaised | IntelligenceAlertRenewed | IntelligenceAlertCleared | SubjectEvent | ReportEvent;

const FEEDBACK = 'police-liaison.item-feedback.v1';

/** By which we tell an originator, and by which we are told. */
export const EMERGENCY_PRODUCT = 'prison-intelligence.emergency-access.v1';
const EMERGENCY_OF_POLICE = 'police-liaison.emergency-access.v1';

/** By which we are asked for our consent and answer, and by which we ask for that of the police and are answered. */
export const CONSENT_REQUESTS = 'police-liaison.consent-request.v1';
const OUR_ANSWERS = 'prison-intelligence.consent-answer.v1';
const OUR_REQUESTS = 'prison-intelligence.consent-request.v1';
const ANSWERS_OF_POLICE = 'police-liaison.consent-answer.v1';

/** By which we tell what we did under a consent, and are told. */
const OUR_USES = 'prison-intelligence.item-use.v1';
const USES_OF_POLICE = 'police-liaison.item-use.v1';

/** What the prison service takes in, and what a row of its inbox shows of it. */
export const RECEIVED = [
  { product: 'police-liaison.police-intelligence.v1', fields: ['reportUrn', 'version', 'reviewBy'] },
  { product: EMERGENCY_OF_POLICE, fields: ['accessId', 'itemId', 'usedBy', 'usedAt', 'until'] },
  { product: FEEDBACK, fields: ['feedbackId', 'itemId', 'outcome', 'givenAt'] },
  { product: CONSENT_REQUESTS, fields: ['requestId', 'itemId', 'use', 'recipient', 'answerBy'] },
  {
    product: ANSWERS_OF_POLICE,
    fields: ['answerId', 'requestId', 'itemId', 'verdict', 'validUntil', 'answeredAt'],
  },
  { product: USES_OF_POLICE, fields: ['useId', 'itemId', 'use', 'recipient', 'usedBy', 'usedAt'] },
];

const intoInbox = receivedFacts(
  RECEIVED.map(({ product }) => product),
  [ANSWERS_OF_POLICE],
);

/** Everything goes into the inbox; feedback is also a fact about the item it answers, a request one that waits for an answer, a use one of the ledger. */
export const toForeignFacts: ToForeignFacts = (envelope, provenance) => [
  ...(envelope.product === FEEDBACK ? feedbackFacts({ envelope, provenance }) : []),
  ...(envelope.product === CONSENT_REQUESTS ? consentRequestFacts({ envelope, provenance }) : []),
  ...(envelope.product === USES_OF_POLICE ? itemUseFacts(envelope) : []),
  ...intoInbox(envelope, provenance),
];
