// What holds for every flow of a document alike: its term, the conditions of handling its parties agreed on (clause 8), and whether what
// is shared may be used in proceedings (clause 11).
import { codesOf } from '@gatehouse/contracts';
import { reason, set, text, type Rule } from './cedar-rule.ts';
import { ruleOf, type ClauseRules } from './clause.ts';
import type { InstrumentDocument } from './instrument.ts';

const inFlows = (ids: string[]): string => `${set(ids)}.contains(context.flow)`;

const termRules = ({ id, version, term }: InstrumentDocument, ids: string[]): Rule[] => [
  {
    id: `${id}@${version} not begun`,
    clause: 'term, from',
    annotations: reason('MOU_NOT_IN_FORCE', 2, 'class', 'conceals'),
    when: [inFlows(ids), `context.instrument.today < datetime(${text(term.from)})`],
  },
  {
    id: `${id}@${version} ended`,
    clause: 'term, to',
    annotations: {
      ...reason('MOU_EXPIRED', 2, 'class'),
      obligations: 'HOLD_NOT_DROP NOTIFY_LWG_SECRETARY',
    },
    when: [inFlows(ids), `context.instrument.today > datetime(${text(term.to)})`],
  },
];

const BARRED = 'NOT_IN_PROCEEDINGS';

/** What clause 11 makes of everything shared is agreed by that clause, whatever clause 8 lists. */
const agreedConditions = (document: InstrumentDocument, { conditions }: ClauseRules[8]): string[] =>
  ruleOf(document, 11)?.use === 'lead' && !conditions.includes(BARRED) ? [...conditions, BARRED] : conditions;

/**
 * Clause 8. A condition that nobody knows is refused by the rules for all instruments; here one that is known, and that these parties did
 * not agree on. Where they agreed on the whole national list there is none, and no rule.
 */
const conditionRules = (document: InstrumentDocument, ids: string[]): Rule[] => {
  const rule = ruleOf(document, 8);
  const agreed = rule && agreedConditions(document, rule);
  if (!agreed || codesOf('conditions').every((code) => agreed.includes(code))) return [];
  return [
    {
      id: `${document.id}@${document.version} conditions`,
      clause: 'clause 8, handling: the conditions agreed',
      annotations: reason('UNKNOWN_CONDITION', 5),
      when: [inFlows(ids), 'context has item'],
      unless: `${set(agreed)}.containsAll(context.item.conditions)`,
    },
  ];
};

const UNCONSENTED = '!(context.request.consents.contains(context.item.originator))';
const IN_PROCEEDINGS = '(context.request.use.contains("EVIDENCE") || context.request.path == "court-file")';
const AS_LEAD = 'context.request.use.contains("LEAD")';

/** As though each item carried NOT_IN_PROCEEDINGS, in the words of the rules for all instruments. */
const barredFromProceedings = (name: string, clause: string, ids: string[]): Rule[] => {
  const when = [inFlows(ids), 'context has item', UNCONSENTED, IN_PROCEEDINGS];
  const narrows = reason(BARRED, 5, 'narrows:uses');
  return [
    {
      id: `${name} proceedings, lead remains`,
      clause,
      annotations: { ...narrows, obligations: 'VIEW_ONLY' },
      when: [...when, AS_LEAD],
    },
    { id: `${name} proceedings`, clause, annotations: reason(BARRED, 5), when, unless: AS_LEAD },
    {
      id: `${name} proceedings, may help the defence`,
      clause,
      annotations: { ...narrows, obligations: 'DISCLOSURE_REVIEW_REQUIRED' },
      when: [...when, 'context.item.markers.contains("MAY_HELP_DEFENCE")'],
    },
  ];
};

/** Clause 11: what is a lead stays one wherever it goes; `with-consent` asks the originator here alone; `evidence` asks nobody. */
const proceedingsRules = (document: InstrumentDocument, ids: string[]): Rule[] => {
  const use = ruleOf(document, 11)?.use;
  const name = `${document.id}@${document.version}`;
  if (use === 'with-consent')
    return barredFromProceedings(name, "clause 11, use in proceedings: with the originator's consent", ids);
  if (use !== 'lead') return [];
  const clause = 'clause 11, use in proceedings: what is shared is a lead';
  const stays: Rule = {
    id: `${name} obliges, proceedings`,
    clause,
    annotations: { step: '8', obligations: BARRED, condition: BARRED },
    effect: 'permit',
    action: 'action == Gatehouse::Action::"conclude"',
    when: [inFlows(ids), 'context.permitted'],
  };
  return [...barredFromProceedings(name, clause, ids), stays];
};

/** The rules of a document that speak of all its flows. */
export const documentRules = (document: InstrumentDocument, ids: string[]): Rule[] =>
  [termRules, conditionRules, proceedingsRules].flatMap((rules) => rules(document, ids));
