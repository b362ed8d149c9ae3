// What arrives becomes which foreign fact, and what of ours becomes which product: pure.
import { consentAnswerProduct, consentRequestFacts, itemUseFacts } from '@gatehouse/consent';
import {
  consentRequestProduct,
  emergencyProduct,
  feedbackProduct,
  itemUseProduct,
  receivedFacts,
  statusFacts,
} from '@gatehouse/inbox';
import type { ToForeignFacts, ToProduct } from '@gatehouse/sharing';
import { policeIntelligenceProduct } from './police-intelligence/police-intelligence-product.ts';

export const FEEDBACK_PRODUCT = 'police-liaison.item-feedback.v1';

/** By which we are asked for our consent and answer, and by which we ask for that of the prison service and are answered. */
export const CONSENT_REQUESTS = 'prison-intelligence.consent-request.v1';
const OUR_ANSWERS = 'police-liaison.consent-answer.v1';
const OUR_REQUESTS = 'police-liaison.consent-request.v1';
const ANSWERS_OF_PRISON = 'prison-intelligence.consent-answer.v1';

/** By which we tell what we did under a consent, and are told. */
const OUR_USES = 'police-liaison.item-use.v1';
const USES_OF_PRISON = 'prison-intelligence.item-use.v1';

export const EMERGENCY_PRODUCT = 'police-liaison.emergency-access.v1';

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
    product: ANSWERS_OF_PRISON,
    fields: ['answerId', 'requestId', 'itemId', 'verdict', 'validUntil', 'answeredAt'],
  },
  {
    product: 'prison-intelligence.emergency-access.v1',
    fields: ['accessId', 'itemId', 'usedBy', 'usedAt', 'until'],
  },
  { product: CONSENT_REQUESTS, fields: ['requestId', 'itemId', 'use', 'recipient', 'answerBy'] },
  { product: USES_OF_PRISON, fields: ['useId', 'itemId', 'use', 'recipient', 'usedBy', 'usedAt'] },
];

/** Of a person, not an item: it decides about what is read, and is itself read by nobody. */
const SUBJECT_STATUS = 'prison-intelligence.subject-status.v1';

const intoInbox = receivedFacts(
  RECEIVED.map(({ product }) => product),
  [ANSWERS_OF_PRISON],
);

/**
 * Everything but a status goes into the inbox; a request for our consent is also one that waits for an answer, and a use one of the
 * ledger.
 */
export const toForeignFacts: ToForeignFacts = (envelope, provenance) =>
  envelope.product === SUBJECT_STATUS
    ? statusFacts(envelope, provenance)
    : [
        ...(envelope.product === CONSENT_REQUESTS ? consentRequestFacts({ envelope, provenance }) : []),
        ...(envelope.product === USES_OF_PRISON ? itemUseFacts(envelope) : []),
        ...intoInbox(envelope, provenance),
      ];

export const toProduct: ToProduct = (event) =>
  feedbackProduct(event, FEEDBACK_PRODUCT) ??
  consentRequestProduct(event, OUR_REQUESTS) ??
  consentAnswerProduct(event, OUR_ANSWERS) ??
  itemUseProduct(event, OUR_USES) ??
  emergencyProduct(event, EMERGENCY_PRODUCT) ??
  policeIntelligenceProduct(event);
