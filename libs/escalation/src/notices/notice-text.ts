// What a notice says, and all it says: that there is something, how urgent, until when, and where to look. Nothing that a stranger who
// reads the mail could learn about an item or a person. Pure.
import type { Side, Urgency } from '../acknowledgement-clock/acknowledgement-clock.events.ts';

export interface Said {
  urgency: Urgency;
  side: Side;
  /** RFC 3339 UTC */
  acknowledgeBy: string;
  overdue: boolean;
}

export interface Notice {
  /** opaque: names this notice and nothing else */
  noticeId: string;
  /** e-mail address, or the name the pager service knows */
  address: string;
  said: Said;
}

/** Where people look, such as https://gatehouse.example/police-liaison. */
export type Link = string;

export const noticeSubject = ({ urgency, side, overdue }: Said): string => {
  if (isReview(side)) return `${urgency}: an emergency access ${overdue ? 'was not reviewed in time' : 'was used'}`;
  if (overdue) return `${urgency}: an acknowledgement is overdue`;
  return side === 'recipient' ? `${urgency}: an item awaits you` : `${urgency}: an item is not acknowledged yet`;
};

const isReview = (side: Side): boolean => side === 'line' || side === 'reviewer';

/** Lines of plain text, without line breaks of their own. */
export const noticeLines = (said: Said, link: Link): string[] => [situation(said), action(said), link];

const situation = ({ urgency, side, overdue }: Said): string => {
  if (side === 'line') return 'Somebody below you used an emergency access. Look at it; others review it.';
  if (side === 'reviewer')
    return 'An emergency access is to be reviewed by two people outside the line of who used it.';
  if (side === 'recipient')
    return overdue
      ? `An item of urgency ${urgency} in your service's inbox was not acknowledged in time.`
      : `There is an item of urgency ${urgency} in your service's inbox.`;
  return overdue
    ? `An item of urgency ${urgency} that your service sent was not acknowledged in time.`
    : `An item of urgency ${urgency} that your service sent has not been acknowledged yet.`;
};

const action = ({ side, acknowledgeBy, overdue }: Said): string => {
  const time = `${acknowledgeBy.slice(0, 16).replace('T', ' ')} UTC`;
  if (isReview(side)) return `Its review ${overdue ? 'was' : 'is'} due by ${time}:`;
  if (side === 'originator') return `It ${overdue ? 'was' : 'is'} to be acknowledged by ${time}. Ring the recipient.`;
  return overdue ? `It was to be acknowledged by ${time}. Acknowledge it now:` : `Acknowledge it by ${time}:`;
};
