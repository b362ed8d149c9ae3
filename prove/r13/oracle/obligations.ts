// What an answer obliges to: what its reasons bring, what its grounds bring, and what travels with the item.
import { conditionsOfTexts } from './clauses.ts';
import { owedInEmergency } from './emergency.ts';
import type { Fields } from './step7-fields.ts';
import type { View } from './view.ts';

const OF_FAILING: Record<string, string[]> = {
  ABSOLUTE_SOURCE: ['OFFER_RFI_TO_SOURCE_HANDLER'],
  ABSOLUTE_PRIVILEGE: ['QUARANTINE', 'NOTIFY_PRIVILEGE_REVIEWER', 'NO_BREAK_GLASS'],
  ABSOLUTE_TORTURE_TAINT: ['QUARANTINE', 'REPORT_ALLEGATION'],
  ABSOLUTE_TORTURE_RISK: ['ESCALATE_AUTHORITY', 'RECORD_ASSESSMENT'],
  NO_SOLELY_AUTOMATED: ['HUMAN_DECISION', 'HEAR_THE_PERSON'],
  BUNDLE_UNVERIFIED: ['HOLD_NOT_DROP'],
  BUNDLE_STALE: ['HOLD_NOT_DROP'],
  MOU_EXPIRED: ['HOLD_NOT_DROP', 'NOTIFY_LWG_SECRETARY'],
  MOU_SUSPENDED: ['HOLD_NOT_DROP', 'NOTIFY_LWG_SECRETARY'],
  MEDICAL_CONFIDENTIALITY: ['OFFER_CLINICIAN_STATEMENT'],
  PURPOSE_MISMATCH: ['OFFER_RFI'],
  OPEN_CORRECTION: ['ESCALATE_LWG', 'RESEND'],
  JUVENILE_OVERLAY: ['ROUTE_TO_JUVENILE_DESK'],
  LEGAL_BASIS_ENDED: ['WITHDRAW', 'PROOF_OF_ERASURE_30D'],
  RESTRICTED: ['RESTRICTED_USE', 'DECIDE_30D'],
  RETENTION_LAPSED: ['RESTRICT', 'REVIEW_TASK', 'ERASE_AFTER_GRACE_30D'],
  ASSIGNMENT_ENDED: ['REVOKE_SESSION', 'REVOKE_LOCAL_COPY', 'HANDOVER_TASK'],
  TRAINING_LAPSED: ['NOTIFY_SUPERVISOR'],
  CONFLICT_OF_INTEREST: ['ACCESS_INCIDENT'],
  SUBJECT_IN_CHAIN: ['ROUTE_TO_INTEGRITY_UNIT'],
  INTERSECT_VERSIONS: ['LOG_BOTH_VERSIONS'],
  MOST_RESTRICTIVE: ['CITE_BOTH'],
  EMERGENCY_SCOPE_EXCEEDED: ['ACCESS_INCIDENT'],
};

const OF_WAITING: Record<string, string[]> = {
  PRIOR_AUTHORISATION: ['CONSULT_ORIGINATOR', 'EXPIRES_72H', 'TRANSFER_RECORD'],
  ORIGINATOR_CONTROL: ['CONSULT_ORIGINATOR', 'EXPIRES_72H'],
  SOURCE_AT_RISK: ['RETURN_TO_SANITISER', 'FOUR_EYES', 'EXPIRES_72H'],
  FOUR_EYES: ['FOUR_EYES', 'EXPIRES_24H'],
};

const OF_GROUNDS: Record<string, string[]> = {
  IMMINENT_THREAT: ['REVIEW_AFTER'],
  THREAT_TO_LIFE: ['REASON_TEXT', 'NOTIFY_DPO'],
  SPC_STRICTLY_NECESSARY: ['NECESSITY_RECORDED', 'FOUR_EYES', 'DESTROY_BY_30D'],
  TREATMENT_RECORDS: ['OPCAT_PRIVILEGE'],
};

const ACKNOWLEDGE: Record<string, string> = {
  PT15M: 'ACK_15M',
  PT30M: 'ACK_30M',
  PT4H: 'ACK_4H',
  PT24H: 'ACK_24H',
  PT72H: 'ACK_72H',
};

/** Owed for who asks and why, refused or not. */
export const standing = ({ cell: { request } }: View): string[] => [
  ...(request.purpose === 'OVERSIGHT' ? ['AUDIT_THE_AUDITOR'] : []),
  ...(request.purpose === 'SUBJECT_RIGHTS' ? ['INFORM_OF_INDIRECT_ROUTE'] : []),
];

/** Of the reasons of an answer, whatever it is. */
export const ofReasons = (view: View, reasons: string[]): string[] => {
  const frozen = view.basis.ruling.some(({ agreement }) => agreement.suspension?.freezePriorCopies === true);
  const helps = view.markers.has('MAY_HELP_DEFENCE');
  return [
    ...reasons.flatMap((reason) => OF_FAILING[reason] ?? []),
    ...(reasons.includes('MOU_SUSPENDED') && frozen ? ['FREEZE_USE_OF_PRIOR_COPIES'] : []),
    ...(reasons.includes('NOT_IN_PROCEEDINGS') && helps ? ['DISCLOSURE_REVIEW_REQUIRED'] : []),
  ];
};

/** Of the reasons an answer waits for. */
export const ofWaiting = (reasons: string[]): string[] => reasons.flatMap((reason) => OF_WAITING[reason] ?? []);

/** Of the reasons that narrow: the current version's wider fields are for the originator to publish; a lead is viewed only. */
export const ofNarrowing = (reasons: string[], { currentGivesMore }: Fields): string[] => [
  ...(reasons.includes('INTERSECT_VERSIONS') && currentGivesMore ? ['REPUBLISH_IF_NEEDED'] : []),
  ...(reasons.includes('NOT_IN_PROCEEDINGS') ? ['VIEW_ONLY'] : []),
];

/** Of what leaves: the flows' acknowledgements and terms, the handling conditions, the grounds. */
export const ofLeaving = (view: View, grounds: string[]): string[] => [
  ...view.flows.flatMap(({ acknowledge }) => ACKNOWLEDGE[acknowledge ?? ''] ?? []),
  ...(view.flows.some(({ onward }) => onward === 'forbidden') ? ['NO_ONWARD'] : []),
  ...(view.flows.some(({ retain }) => retain.destroy === 'END_OF_REFERRAL+P90D')
    ? ['DESTROY_BY_END_OF_REFERRAL_90D']
    : []),
  ...view.conditions.map(({ code }) => code),
  ...conditionsOfTexts(view),
  ...grounds.flatMap((ground) => OF_GROUNDS[ground] ?? []),
  ...(grounds.includes('THREAT_TO_LIFE')
    ? view.basis.ruling.flatMap(({ agreement }) => owedInEmergency(agreement))
    : []),
];

/** An export that passes or waits is marked. */
export const ofExport = ({ cell: { request } }: View): string[] => (request.question === 'export' ? ['WATERMARK'] : []);
