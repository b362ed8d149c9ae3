// When is a received item acknowledged, and when does an answer to it count? No I/O, no clock. What was said about an item may
// come before the item: the state holds in any order.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { ConsentEvent } from '../consent/consent.events.ts';
import type { NecessityEvent } from '../necessity/necessity.events.ts';
import type {
  FeedbackGiven,
  ItemAcknowledged,
  ItemReceived,
  NoticeEvent,
  ReceivedItemEvent,
} from './received-item.events.ts';

export interface GiveFeedback {
  type: 'GiveFeedback';
  data: FeedbackGiven['data'];
  /** values of each grading scale */
  scales: Record<string, { source: string[]; information: string[] }>;
  /** paragraphs of the item that this person is shown; null where it has none of its own, as an alert */
  shown: number[] | null;
}

export type ReceivedItemCommand = { type: 'AcknowledgeItem'; data: ItemAcknowledged['data'] } | GiveFeedback;

export type AcknowledgeRefusal = 'item-not-received';
export type FeedbackRefusal =
  | AcknowledgeRefusal
  | 'item-not-acknowledged'
  | 'feedback-on-a-notice'
  | 'paragraph-named-twice'
  | 'paragraph-not-known'
  | 'grade-not-on-scale';

export interface ReceivedItem {
  held: ItemReceived['data'] | null;
  /** as they came; `notices.ts` reads them */
  notices: NoticeEvent[];
  /** the first who did */
  acknowledged: ItemAcknowledged['data'] | null;
  /** the last answer of each person */
  feedback: FeedbackGiven['data'][];
  /** as they came; `consents.ts` reads them */
  consents: ConsentEvent[];
  /** as they came; `necessities.ts` reads them */
  necessities: NecessityEvent[];
}

type Decided = Decision<ReceivedItemEvent, FeedbackRefusal>;

const decide = (command: ReceivedItemCommand, item: ReceivedItem): Decided => {
  switch (command.type) {
    case 'AcknowledgeItem':
      if (item.held === null) return refuse('item-not-received');
      // The clock stopped with the first acknowledgement; whoever repeats it is told who that was.
      if (item.acknowledged !== null) return accept<ReceivedItemEvent>();
      return accept<ReceivedItemEvent>({ type: 'ItemAcknowledged', data: command.data });
    case 'GiveFeedback':
      return giveFeedback(command, item);
    default:
      return unreachable(command);
  }
};

const giveFeedback = ({ data, scales, shown }: GiveFeedback, item: ReceivedItem): Decided => {
  if (item.held === null) return refuse('item-not-received');
  if (item.held.envelope.about !== undefined) return refuse('feedback-on-a-notice');
  if (item.acknowledged === null) return refuse('item-not-acknowledged');
  const named = data.regrades.map(({ n }) => n);
  if (new Set(named).size < named.length) return refuse('paragraph-named-twice');
  if (shown !== null && !named.every((n) => shown.includes(n))) return refuse('paragraph-not-known');
  if (!data.regrades.every(({ grade }) => onScale(scales[grade.scale], grade))) return refuse('grade-not-on-scale');
  const before = item.feedback.find(({ by }) => by === data.by);
  // A person may think again, and his last answer counts; the same answer again is none.
  return before && sameAnswer(before, data)
    ? accept<ReceivedItemEvent>()
    : accept<ReceivedItemEvent>({ type: 'FeedbackGiven', data });
};

const onScale = (
  scale: GiveFeedback['scales'][string] | undefined,
  grade: { source: string; information: string },
): boolean =>
  scale !== undefined && scale.source.includes(grade.source) && scale.information.includes(grade.information);

const sameAnswer = (a: FeedbackGiven['data'], b: FeedbackGiven['data']): boolean =>
  a.outcome === b.outcome && a.comment === b.comment && JSON.stringify(a.regrades) === JSON.stringify(b.regrades);

const evolve = (item: ReceivedItem, event: ReceivedItemEvent): ReceivedItem => {
  switch (event.type) {
    case 'ItemReceived':
      return { ...item, held: event.data };
    case 'ItemCorrected':
    case 'ItemWithdrawn':
    case 'ItemCleared':
    case 'ItemBasisChanged':
      return { ...item, notices: [...item.notices, event] };
    case 'ItemAcknowledged':
      return { ...item, acknowledged: item.acknowledged ?? event.data };
    case 'FeedbackGiven':
      return { ...item, feedback: [...item.feedback.filter(({ by }) => by !== event.data.by), event.data] };
    case 'ConsentAsked':
    case 'ConsentAnswered':
    case 'ConsentLapsed':
    case 'ItemUsed':
      return { ...item, consents: [...item.consents, event] };
    case 'NecessityStated':
    case 'NecessityApproved':
    case 'NecessityRefused':
      return { ...item, necessities: [...item.necessities, event] };
    default:
      return unreachable(event);
  }
};

export const receivedItemDecider: Decider<ReceivedItemCommand, ReceivedItem, ReceivedItemEvent, FeedbackRefusal> = {
  initial: () => ({ held: null, notices: [], acknowledged: null, feedback: [], consents: [], necessities: [] }),
  decide,
  evolve,
};
