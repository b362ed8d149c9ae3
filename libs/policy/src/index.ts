export { BundleAcknowledger, type Acknowledging } from './acknowledge-bundles.ts';
export { appliedTopic, signApplied, verifyApplied, type AppliedBundle } from './applied-bundle.ts';
export {
  BUNDLE_TYPE,
  BundleFault,
  signBundle,
  verifyBundle,
  type Bundle,
  type BundleFaultCode,
  type BundleInstrument,
  type PartialSuspension,
} from './bundle.ts';
export { BundleKeeper, type BundleInUse, type BundleKeeperOptions, type PolicyDigests } from './bundle-keeper.ts';
export { compiledTexts, type AgreedText, type HandedIn } from './signatures/agreed-text.ts';
export {
  examineSignature,
  type Examined,
  type SignatureFault,
  type ToExamine,
} from './signatures/examine-signature.ts';
export {
  boundOf,
  examineOrder,
  reasonDigest,
  type Order,
  type Reinstate,
  type SignedOrder,
  type Suspend,
  type SuspensionScope,
  type Terminate,
} from './signatures/order.ts';
export type { HeldOut, HeldOutCode } from './signatures/in-force-here.ts';
export { goodAt, type PartyKey, type RegisteredKey, type SigningKey } from './signatures/good-key.ts';
export { type KnownSigners, type RegisteredKeys } from './signatures/signing-keys.ts';
export { pastDecisionPoint, type PolicyLost } from './past-policy.ts';
export { programDigest } from './program-of-record.ts';
export { digestOf, rulesDigest, rulesOfRecord, type RulesOfRecord } from './rules-of-record.ts';
export { policyMigrations } from './policy-migrations.ts';
export {
  DECISION_FAILED,
  decideWithoutBundle,
  decisionPoint,
  failedDecision,
  NO_SUCH_ITEM,
  type DecisionPoint,
} from './decision-point.ts';
export type { ApprovalQuestion } from './approval.ts';
export type { DutyAnswer, DutyQuestion } from './duty.ts';
export { dayIn } from './day.ts';
export { deciding, useEngine, type EngineSettings } from './engine.ts';
export { engineSettingsFrom } from './engine-settings.ts';
export type { Divergence } from './shadow.ts';
export {
  NECESSITY_STATES,
  necessityAnswerRefusal,
  necessityEnds,
  necessityFact,
  stateOfNecessity,
  type NecessaryField,
  type NecessityAnswer,
  type NecessityAnswerRefusal,
  type NecessityState,
  type NecessityStatement,
} from './necessity.ts';
export { acquittalsOf } from './facts.ts';
export type {
  Acquittal,
  Approval,
  ApprovedUse,
  CallerFacts,
  Decision,
  Effect,
  Handling,
  ItemFacts,
  Question,
  QuestionKind,
  RequestFacts,
  SubjectFacts,
} from './question.ts';
export { loadRuleSet, PolicyFault, type Rule, type RuleSet } from './rule-set.ts';
export { bundleTopic, followBundles, type Following } from './follow-bundles.ts';
export { olderLeasesUntil } from './lease.ts';
export { lanesOfBundle, type Workplaces } from './lanes.ts';
export { warrants } from './warrant.ts';
export { conditionOf, rowFacts, type Formula, type Place, type RowColumns, type RowFacts } from './narrowing/index.ts';
