export { atInstant, auditRecord, auditReferences, partyKeys, subjectReferences, type Agency } from './agency.ts';
export { agreedGrounds } from './agreed-notice.ts';
export { AuditedWrites, type Decided, type Happened } from './audited-writes.ts';
export { flowsFor } from './candidates.ts';
export { runAudited, type AuditedCommand, type CommandOutcome } from './command.ts';
export { misfitOf } from './misfit.ts';
export { type Envelope, type EnvelopeSubject, type Receipt } from './envelope.ts';
export { sharingEventTypes } from './event-types.ts';
export { decidedWithEvidence, evidence } from './evidence.ts';
export { holdersOf } from './holders.ts';
export { IncomingRunner } from './incoming.ts';
export { fitForParking, park, parkedToTryAgain, triedAgain } from './parked/park.ts';
export { listParked, settleParked, type ListedParked, type ParkedOutcome } from './parked/parked-messages.ts';
export type { ParkedMessageCommand, ParkedMessageRefusal } from './parked/parked-message.decider.ts';
export type { ForeignFact, Provenance, ToForeignFacts } from './receive-item.ts';
export {
  ledgerStream,
  type DisclosureDecided,
  type DisclosureUsed,
  type LedgerEvent,
  type RecordedDecision,
} from './ledger.ts';
export { sharingMigrations, sharingRebased } from './migrations.ts';
export { OutgoingRunner } from './outgoing.ts';
export { ownItem } from './own-item.ts';
export { ownRecipient, postOf } from './post.ts';
export { acknowledgeOwn, enterOwnReceipt } from './own-receipt.ts';
export { confirmPreview, previewShare, type Looking, type Preview, type PreviewedRecipient } from './preview.ts';
export { type NoticeKind, type Outgoing, type OutgoingSubject, type ToProduct } from './to-product.ts';
export { narrowedBy, questionAbout, type Asked, type HeldItem, type ReaderFacts } from './question.ts';
export { eachWithPresentSubjects, withPresentSubjects, type PresentSubjects } from './present-subjects.ts';
export { type SubjectStatus } from './subject-status.ts';
export { phantomOf } from './phantom.ts';
export { type ListQuery } from './decided-page.ts';
export { listItems, type Listed } from './listing.ts';
export { attributesOf, questionOf, type AttributeName, type Attributes } from './attributes.ts';
export { inputsDigest, partOf, type DecisionMade, type KeptAnswer } from './decision-made.ts';
export {
  asUnknown,
  considerEmergency,
  considerOpening,
  madeOf,
  openItem,
  recordOpening,
  type Considered,
} from './opening.ts';
export { promisedDecision, promisedRecord } from './promised-record.ts';
export { bundleInUse, keptDecision, permits, whoAsked, type Answer } from './reading.ts';
export { cursorTo, nextOf, placeOf, type Listing, type Place, type Position } from './place.ts';
export { disclosuresOf, onwardUse, type DisclosedTo, type OnwardUse } from './disclosures-of.ts';
export { canReceive, sendReceipt } from './receipts.ts';
export { agencyMigrations, openAgency, type AgencyConfig } from './open-agency.ts';
export { recordOwnRead, type OwnRead } from './own-read.ts';
export { Participant, type ParticipantParts } from './participant.ts';
export { lastRuns, type StandingRun } from './standing/standing-run.ts';
export { changedDisclosures, owedNow, type ChangedDisclosure, type OwedCount } from './standing/owed.ts';
export { StandingRunner } from './standing/standing-runner.ts';
export { replay, type Replay, type ReplayCounts } from './replay/replay.ts';
