// The machine rule of a clause as sentences.
import { dayInWords, ruleOf, type ClauseRules, type CompiledInstrument } from '@gatehouse/agreements';
import { codeLists } from '@gatehouse/contracts';
import { countryOf, listed, meaningOf, nameOf, periodInWords, postOf, spelt } from './names.ts';

type Words = { [N in keyof ClauseRules]: (rule: ClauseRules[N], instrument: CompiledInstrument) => string[] };

const TOLD: Record<string, string> = {
  originator: 'the originator',
  'every-party': 'every party',
  'supervisory-authority': 'the supervisory authority',
};
const USE = {
  lead: 'It is a lead, and no evidence.',
  'with-consent': 'It may be used as evidence when the originator agrees.',
  evidence: 'It may be used as evidence.',
};
const WIDE: Record<string, string> = {
  whole: 'the whole',
  party: 'what goes to one party',
  category: 'one category of items',
};

const WORDS: Words = {
  1: ({ contacts, units = [] }, instrument) => [
    ...contacts.map(({ reach, ...post }) => `${postOf(instrument, post)} answers: ${reach}.`),
    ...units.map(
      ({ party, units: of }) =>
        `Units of the ${nameOf(instrument, party)}: ${listed(of.map((unit) => `\`${unit}\``))}.`,
    ),
  ],
  8: ({ conditions }) => [
    `Conditions in use: ${conditions.map((code) => meaningOf(codeLists.conditions, code)).join('; ')}.`,
    'A condition that nobody knows refuses.',
  ],
  9: ({ consentWithin }) => [`A request for consent waits ${periodInWords(consentWithin)}. After that it is refused.`],
  10: ({ countries, approvers }, instrument) => [
    ...countries.map(
      ({ country, risk, assurance, authorisedBy }) =>
        `${countryOf(country)}: ${risk} risk; ${assurance}; authorised by ${postOf(instrument, authorisedBy)}.`,
    ),
    `Each transfer needs ${approvers} approvals and the prior agreement of the originator.`,
  ],
  11: ({ use }) => [USE[use]],
  12: ({ graceAfterReview, certificateWithin }) => [
    `What was not revalidated by its day of review is closed, and erased after ${periodInWords(graceAfterReview)}.`,
    `Erasure is certified within ${periodInWords(certificateWithin)}.`,
  ],
  13: ({ devices }) => [
    `Everything is signed, then encrypted to its recipient. Devices: ${listed(devices.map(spelt))}.`,
  ],
  15: ({ acknowledgeWithin, whileOpen }) => [
    `Each holder confirms a correction within ${periodInWords(acknowledgeWithin)}.`,
    whileOpen === 'remind'
      ? 'Until then the holder is reminded.'
      : 'Past that, new items that are not urgent are held until it does.',
  ],
  16: ({ grounds, acknowledgeWithin, proofWithin }) => [
    `An item is withdrawn for: ${grounds.map((code) => meaningOf({}, code)).join('; ')}.`,
    `Holders confirm within ${periodInWords(acknowledgeWithin)} and prove erasure within ${periodInWords(proofWithin)}.`,
  ],
  17: ({ answeredBy, answerWithin }, instrument) => [
    `The ${nameOf(instrument, answeredBy)} answers for all, within ${periodInWords(answerWithin)}.`,
    'Of intelligence it neither confirms nor denies that there is any.',
  ],
  18: ({ operations, readableFor, keep }) => [
    `Logged: ${listed(operations)}. The log is kept ${periodInWords(keep)}.`,
    `It may be read for: ${readableFor.map((code) => meaningOf(codeLists.purposes, code)).join('; ')}.`,
  ],
  19: ({ under, purposes, timebox, noticeWithin, reviewWithin, reviewers }) => [
    `Under ${under}, to ${purposes.map((code) => meaningOf(codeLists.purposes, code)).join('; ')}, no wider than its fields.`,
    `It stays open ${periodInWords(timebox)}; the originator is told within ${periodInWords(noticeWithin)}.`,
    `${reviewers} people outside the line review it within ${periodInWords(reviewWithin)}.`,
  ],
  20: ({ noticeWithin, tells }) => [
    `Told within ${periodInWords(noticeWithin)}: ${listed(tells.map((code) => TOLD[code] ?? code))}.`,
  ],
  21: ({ levels, report }) => [
    ...levels.map(
      ({ what, within, keptInPercent }) =>
        `${spelt(what)}: ${within === 'as-the-flow-says' ? 'within the time each flow names' : `within ${periodInWords(within)}`}, in ${keptInPercent} of 100 cases.`,
    ),
    `Reported every ${periodInWords(report).replace(/^1 /, '')}.`,
  ],
  22: ({ body, answerWithin }) => [
    `${body} has access, is answered within ${periodInWords(answerWithin)}, and its own reading is recorded.`,
  ],
  23: ({ decidedBy, decidedWithin }, instrument) => [
    'Refusal wins; only what every instrument shows is shown; what any of them asks is owed.',
    `A dispute is decided by ${postOf(instrument, decidedBy)} within ${periodInWords(decidedWithin)}.`,
  ],
  24: ({ noticePeriod, approvedBy }) => [
    `An amendment is approved by ${approvedBy === 'issuer' ? 'whoever issued it' : 'every party'}, ${periodInWords(noticePeriod)} before it takes effect.`,
    'An item under way shows what both versions allow.',
  ],
  25: ({ by, scopes, reasonsWithin, reinstatedBy }, instrument) => [
    `${listed(by.map((post) => postOf(instrument, post)))} may suspend ${listed(scopes.map((code) => WIDE[code] ?? code))}, at once.`,
    `Items are held meanwhile. Reasons follow within ${periodInWords(reasonsWithin)}; ${reinstatedBy === 'every-party' ? 'every party has' : 'whoever suspended it has'} to reinstate it.`,
  ],
  26: ({ reviewBy, warnings }) => [
    `It is reviewed by ${dayInWords(reviewBy)}. The parties are warned ${listed(warnings.map(String))} days before the end.`,
  ],
  27: ({ copies, proofWithin, survives }) => [
    `Copies are ${copies === 'return' ? 'returned' : 'destroyed'}, which every party proves within ${periodInWords(proofWithin)}.`,
    `What goes on: ${listed(survives.map(spelt))}.`,
  ],
  29: ({ signatories }, instrument) =>
    signatories.map(
      ({ authority, ...post }) => `For the ${nameOf(instrument, post.party)} its ${post.post} signs, by ${authority}.`,
    ),
};

/** The rule of a clause in sentences; empty where it has none of its own. */
export const ruleInWords = (instrument: CompiledInstrument, number: number): string[] => {
  const words = WORDS[number as keyof ClauseRules] as Words[8] | undefined;
  const rule = ruleOf(instrument, number as 8);
  return words && rule ? words(rule, instrument).map((text) => text.charAt(0).toUpperCase() + text.slice(1)) : [];
};
