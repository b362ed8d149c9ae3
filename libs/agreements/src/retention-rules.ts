// Clause 12, for how long: step 4 of a flow. A calendar is no matter of rules: the question says which of the flow's periods have gone by
// since the item was published, each by the words of the agreement, and the rules say what follows.
import { guards, reason, text, type Rule } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';
import { runsFromPublication } from './periods.ts';
import { periodInWords } from './words.ts';

const LAPSED = { ...reason('RETENTION_LAPSED', 4), obligations: 'RESTRICT REVIEW_TASK ERASE_AFTER_GRACE_30D' };

/** That a period of the flow has gone by since the item was published. */
export const goneBy = (period: string): string => `context.item.past.contains(${text(period)})`;

/**
 * Step 4: what is kept for longer than was agreed, and what nobody has looked at again where its originator named no day for it. A
 * period that runs from an end, such as `END_OF_REFERRAL+P90D`, has no rule: nobody says here when that end was.
 */
export const retentionRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const { review, destroy } = flow.retain;
  const about = [ofThis, 'context has item'];
  const kept: Rule = {
    id: `${flow.id} retention`,
    clause: `${named}: retention; destroyed ${periodInWords(destroy)} after publication`,
    annotations: LAPSED,
    when: [...about, goneBy(destroy)],
  };
  const reviewed: Rule = {
    id: `${flow.id} review`,
    clause: `${named}: retention; reviewed ${periodInWords(review)} after publication where its originator names no day`,
    annotations: LAPSED,
    when: [...about, '!(context.item has reviewBy)', goneBy(review)],
  };
  return [...(runsFromPublication(destroy) ? [kept] : []), ...(runsFromPublication(review) ? [reviewed] : [])];
};
