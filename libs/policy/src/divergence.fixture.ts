// A fault planted into one engine: a rule whose text and whose closure say different things.
import { ask, type CedarQuestion } from './engine.ts';
import { loadRule } from './loaded-rule.ts';
import { loadRuleSet, type RuleSet } from './rule-set.ts';

const rules = (condition: string): string => `
  @id("any") permit (principal, action == Gatehouse::Action::"combine", resource);
  @id("none") forbid (principal, action == Gatehouse::Action::"combine", resource)
    when { ${condition} };`;

/** Rules of which the closures hold another forbid than Cedar. */
export const torn = (): RuleSet => {
  const set = loadRuleSet([rules('context.disclosed == 0')]);
  const { compiled } = loadRule(rules('context.disclosed == 1').split('@id("none")')[1] ?? '');
  const { none, ...others } = set.parts.combine;
  if (!none) throw new Error('the rule to be torn is not there');
  return { ...set, key: 'torn', parts: { ...set.parts, combine: { ...others, none: { text: none.text, compiled } } } };
};

/** A question about which the engines differ when they are asked by torn rules. */
export const dividing = (disclosed = 0): CedarQuestion => ({
  principal: 'kz-police',
  action: 'combine',
  resource: { type: 'Product', id: 'Daniyar Omarov (invented)' },
  context: {
    question: 'open',
    refused: false,
    disclosed,
    versionsDiffer: false,
    currentGivesMore: false,
    instrumentsDiffer: false,
    othersMasked: false,
    counted: false,
    smallNumbers: false,
    differencing: false,
  },
});

/** Has the engines of this process differ once. */
export const plantDivergence = (): void => {
  try {
    ask(torn(), dividing());
  } catch {
    return; // what was asked is refused; the rest is for whoever watches
  }
  throw new Error('the planted fault went unnoticed');
};
