// What somebody declares who asks for an emergency access: the five facts, each in words of its own. Pure. Nobody can check here
// whether they are true; two people do that within days. What says nothing is refused before any item is looked at, so that the answer
// tells nothing about one.
export interface DeclaredEmergency {
  /** who may be harmed */
  whoAtRisk: string;
  /** by whom */
  bySubject: string;
  where: string;
  /** by when harm is expected (RFC 3339 UTC); with the place one fact */
  when: string;
  /** what threatens */
  nature: string;
  /** whom the originator can ring about it now */
  dutyContact: string;
}

export type UnfitDeclaration =
  'fact-says-nothing' | 'facts-are-the-same' | 'contact-not-reachable' | 'danger-is-over' | 'danger-not-imminent';

const MINUTE_MS = 60_000;
/** A harm that was expected a moment ago may be happening. */
const OVER_AFTER_MS = 15 * MINUTE_MS;
/** As long as an alert of a threat to a life lives: what is further off goes the usual way. */
const IMMINENT_WITHIN_MS = 72 * 60 * MINUTE_MS;
const FEWEST_LETTERS = 3;
const FEWEST_DIGITS = 5;

/** Why this is no declaration of an emergency; null when it is one. @param at the instant it is made (RFC 3339) */
export const unfitDeclaration = (declared: DeclaredEmergency, at: string): UnfitDeclaration | null => {
  const { whoAtRisk, bySubject, where, nature, dutyContact, when } = declared;
  const words = [whoAtRisk, bySubject, where, nature];
  if (words.some(saysNothing)) return 'fact-says-nothing';
  if (new Set(words.map(plain)).size < words.length) return 'facts-are-the-same';
  if (!isReachable(dutyContact)) return 'contact-not-reachable';
  const ahead = Date.parse(when) - Date.parse(at);
  if (Number.isNaN(ahead) || ahead < -OVER_AFTER_MS) return 'danger-is-over';
  return ahead > IMMINENT_WITHIN_MS ? 'danger-not-imminent' : null;
};

/** The declaration as one text: what the decision calls the reason. */
export const justificationOf = ({ whoAtRisk, bySubject, where, when, nature }: DeclaredEmergency): string =>
  `${nature} At risk: ${whoAtRisk}. By: ${bySubject}. Where: ${where}. By when: ${when}.`;

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Fewer than three different letters, in whatever script, name nobody and nothing. */
const saysNothing = (text: string): boolean => new Set(plain(text).match(/\p{L}/gu) ?? []).size < FEWEST_LETTERS;

const isReachable = (contact: string): boolean =>
  (contact.match(/\d/g) ?? []).length >= FEWEST_DIGITS || /\S@\S+\.\S/.test(contact);
