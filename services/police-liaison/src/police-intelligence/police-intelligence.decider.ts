// When may the police share what they know with custody? Each paragraph graded, approved by another person, once. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { NotIndependent } from '@gatehouse/personnel';
import { handlingRefusal, reviewRefusal, type HandlingRefusal } from './handling.ts';
import type {
  PoliceIntelligenceApproved,
  PoliceIntelligenceEvent,
  PoliceParagraph,
  PoliceReport,
} from './police-intelligence.events.ts';

export interface RecordPoliceIntelligence {
  type: 'RecordPoliceIntelligence';
  data: PoliceReport;
  /** false when somebody it names stands in no item its author may open, or has no name */
  everybodyKnown: boolean;
  knownConditions: string[];
  /** values of each grading scale */
  scales: Record<string, { source: string[]; information: string[] }>;
}

export interface ApprovePoliceIntelligence {
  type: 'ApprovePoliceIntelligence';
  data: PoliceIntelligenceApproved['data'];
  /** what the rules of independence say of whoever approves */
  notIndependent: NotIndependent | null;
}

export interface SharePoliceIntelligence {
  type: 'SharePoliceIntelligence';
  data: { itemId: string; by: string; at: string };
  /** what became of the preview it names */
  preview: 'confirmed' | PreviewRefusal;
}

export type PreviewRefusal = 'preview-unknown' | 'preview-outdated' | 'nobody-may-receive-it';

export type PoliceIntelligenceCommand = RecordPoliceIntelligence | ApprovePoliceIntelligence | SharePoliceIntelligence;

export type PoliceIntelligenceRefusal =
  | HandlingRefusal
  | PreviewRefusal
  | 'intelligence-exists'
  | 'intelligence-unknown'
  | 'subject-not-known'
  | 'no-main-subject'
  | 'paragraph-numbered-twice'
  | 'paragraph-names-no-subject'
  | 'grade-not-on-scale'
  | 'already-approved'
  | NotIndependent
  | 'approver-recorded-it'
  | 'not-approved'
  | 'already-shared';

export type PoliceIntelligence =
  | { status: 'none' }
  | { status: 'recorded'; report: PoliceReport }
  | { status: 'approved' | 'shared'; report: PoliceReport; approvedBy: string };

type Decided = Decision<PoliceIntelligenceEvent, PoliceIntelligenceRefusal>;

const decide = (command: PoliceIntelligenceCommand, state: PoliceIntelligence): Decided => {
  switch (command.type) {
    case 'RecordPoliceIntelligence':
      return recordReport(command, state);
    case 'ApprovePoliceIntelligence':
      return approve(command, state);
    case 'SharePoliceIntelligence':
      return share(command, state);
    default:
      return unreachable(command);
  }
};

const recordReport = (command: RecordPoliceIntelligence, state: PoliceIntelligence): Decided => {
  if (state.status !== 'none') return refuse('intelligence-exists');
  const { data, knownConditions } = command;
  const refusal =
    contentRefusal(command) ?? handlingRefusal(data.handling, knownConditions) ?? reviewRefusal(data.reviewBy, data.at);
  return refusal ? refuse(refusal) : accept<PoliceIntelligenceEvent>({ type: 'PoliceIntelligenceRecorded', data });
};

const contentRefusal = ({
  data,
  everybodyKnown,
  scales,
}: RecordPoliceIntelligence): PoliceIntelligenceRefusal | null => {
  const { subjects, paragraphs } = data;
  if (!everybodyKnown) return 'subject-not-known';
  if (!subjects.some(({ role }) => role === 'MAIN')) return 'no-main-subject';
  if (new Set(paragraphs.map(({ n }) => n)).size < paragraphs.length) return 'paragraph-numbered-twice';
  const refs = new Set(subjects.map(({ ref }) => ref));
  if (!paragraphs.every(({ names }) => names.every((ref) => refs.has(ref)))) return 'paragraph-names-no-subject';
  return paragraphs.every((paragraph) => onScale(paragraph, scales)) ? null : 'grade-not-on-scale';
};

const onScale = ({ grade }: PoliceParagraph, scales: RecordPoliceIntelligence['scales']): boolean => {
  const scale = scales[grade.scale];
  return scale !== undefined && scale.source.includes(grade.source) && scale.information.includes(grade.information);
};

const approve = ({ data, notIndependent }: ApprovePoliceIntelligence, state: PoliceIntelligence): Decided => {
  if (state.status === 'none') return refuse('intelligence-unknown');
  if (state.status !== 'recorded') return refuse('already-approved');
  if (state.report.by === data.by) return refuse('approver-recorded-it'); // four eyes
  if (notIndependent) return refuse(notIndependent);
  return accept<PoliceIntelligenceEvent>({ type: 'PoliceIntelligenceApproved', data });
};

const share = ({ data: { by, at }, preview }: SharePoliceIntelligence, state: PoliceIntelligence): Decided => {
  if (state.status === 'none') return refuse('intelligence-unknown');
  if (state.status === 'recorded') return refuse('not-approved');
  if (state.status === 'shared') return refuse('already-shared');
  if (preview !== 'confirmed') return refuse(preview);
  const { report, approvedBy } = state;
  return accept<PoliceIntelligenceEvent>({ type: 'PoliceIntelligenceShared', data: { report, approvedBy, by, at } });
};

const evolve = (state: PoliceIntelligence, event: PoliceIntelligenceEvent): PoliceIntelligence => {
  switch (event.type) {
    case 'PoliceIntelligenceRecorded':
      return { status: 'recorded', report: event.data };
    case 'PoliceIntelligenceApproved':
      return state.status === 'none' ? state : { status: 'approved', report: state.report, approvedBy: event.data.by };
    case 'PoliceIntelligenceShared':
      return { status: 'shared', report: event.data.report, approvedBy: event.data.approvedBy };
    default:
      return unreachable(event);
  }
};

export const policeIntelligenceDecider: Decider<
  PoliceIntelligenceCommand,
  PoliceIntelligence,
  PoliceIntelligenceEvent,
  PoliceIntelligenceRefusal
> = { initial: () => ({ status: 'none' }), decide, evolve };
