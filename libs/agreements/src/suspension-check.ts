// Clause 25: whoever may suspend owes its reasons within the period of the rule. The rule has no clock of its own: the obligation has one, so
// that a suspension without reasons is late by the day that was agreed.
import { ruleOf } from './clause.ts';
import type { InstrumentDocument } from './instrument.ts';
import type { Report } from './law-check.ts';
import { lengthOf } from './words.ts';

/** The event in the words in which the registry sees it. */
const SUSPENDS = 'it suspends';

/** Reports each party that may suspend and owes no reasons, or owes them later than the rule says. */
export const checkReasons = (document: InstrumentDocument, report: Report): void => {
  const rule = ruleOf(document, 25);
  if (!rule) return;
  const at = document.clauses?.findIndex(({ clause }) => clause === 25) ?? 0;
  const owed = (document.clauses?.[at]?.obligations ?? []).filter(({ after }) => after === SUSPENDS);
  const inTime = (party: string): boolean =>
    owed.some(({ owner, within = '' }) => owner.party === party && lengthOf(within) <= lengthOf(rule.reasonsWithin));
  for (const party of new Set(rule.by.map((post) => post.party)))
    if (!inTime(party))
      report(
        ['clauses', at, 'obligations'],
        `${party} may suspend and does not owe its reasons within ${rule.reasonsWithin}`,
        `an obligation of ${party} within: ${rule.reasonsWithin}, after: ${SUSPENDS}`,
      );
};
