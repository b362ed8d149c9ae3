export { clauseTable, type ClauseEntry } from './clauses.ts';
export {
  codeLists,
  codesOf,
  reasonOrder,
  type AlertRecipient,
  type AlertTypeTimes,
  type CodeLists,
} from './code-lists.ts';
export { contractsFolder, listContracts, readContract } from './files.ts';
export {
  instrumentIds,
  instrumentSchema,
  loadInstrumentSource,
  productSchema,
  type InstrumentSource,
} from './instruments.ts';
export { disclosedSchema, payloadSchema, typeNameOf } from './json-schema.ts';
export { approvalRules, dutyRules, policySchema, staticRules, type PolicyFile } from './policy-rules.ts';
export { reasonWords } from './reason-words.ts';
export { loadProductDocuments, loadProducts, type ProductDocument, type ProductField } from './products.ts';
export type { IntelligenceAlertV1 } from '../generated/products/prison-intelligence.intelligence-alert.v1.ts';
export type { IntelligenceReportV1 } from '../generated/products/prison-intelligence.intelligence-report.v1.ts';
export type { AlertClearanceV1 } from '../generated/products/prison-intelligence.alert-clearance.v1.ts';
export type { SubjectStatusV1 } from '../generated/products/prison-intelligence.subject-status.v1.ts';
export type { ConsentAnswerV1 } from '../generated/products/prison-intelligence.consent-answer.v1.ts';
export type { CorrectionV1 } from '../generated/products/prison-intelligence.correction.v1.ts';
export type { WithdrawalV1 } from '../generated/products/prison-intelligence.withdrawal.v1.ts';
export type { ConsentRequestV1 } from '../generated/products/police-liaison.consent-request.v1.ts';
export type { EmergencyAccessV1 } from '../generated/products/police-liaison.emergency-access.v1.ts';
export type { ItemUseV1 } from '../generated/products/police-liaison.item-use.v1.ts';
export type { ItemFeedbackV1 } from '../generated/products/police-liaison.item-feedback.v1.ts';
export type { PoliceIntelligenceV1 } from '../generated/products/police-liaison.police-intelligence.v1.ts';
