// Each type of alert has its own time to acknowledge, its own life and its own posts (domain reference 4.1): from the code
// list, read once.
import { codeLists, type AlertRecipient } from '@gatehouse/contracts';
import { TerminalFault } from '@gatehouse/service-kit/faults';

export const ALERT_TYPES = Object.keys(codeLists.alertTypes);

/** How long an alert lives at the most, in days: from now, or from the day of release. */
export interface Life {
  days: number;
  from: 'now' | 'release';
}

const LIFE = /^(UNTIL_RELEASE\+)?P(?:(\d+)D|T(\d+)H)$/;

/** @throws TerminalFault for a type that stands in no list */
export const timesOf = (alertType: string): { ackWithin: string; life: Life } => {
  const times = codeLists.alertTypes[alertType];
  const [, release, days, hours] = LIFE.exec(times?.lives ?? '') ?? [];
  if (!times || (days ?? hours) === undefined) throw new TerminalFault('an alert type without times of its own');
  const life: Life = { days: days ? Number(days) : Number(hours) / 24, from: release ? 'release' : 'now' };
  return { ackWithin: times.acknowledgeWithin, life };
};

/** The posts an alert of this type is for, in the order of the list. */
export const postsOf = (alertType: string): ({ post: string } & AlertRecipient)[] =>
  (codeLists.alertTypes[alertType]?.recipients ?? []).flatMap((post) => {
    const known = codeLists.alertRecipients[post];
    return known ? [{ post, ...known }] : [];
  });

/** The posts that have to answer for what they are disclosed; others that an instruction names read beside them. */
export const ANSWERING_POSTS = [...new Set(Object.values(codeLists.alertRecipients).map(({ role }) => role))].sort();

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** Days, hours and minutes of an ISO 8601 duration in milliseconds. */
export const millisecondsOf = (duration: string): number => {
  const [, days = 0, hours = 0, minutes = 0] = DURATION.exec(duration) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000;
};
