// An explanation as a lawyer reads it: what was asked, what was answered, because of which clause, whether that holds, and today's answer.
import { codeLists } from '@gatehouse/contracts';
import type { KeptAnswer } from '@gatehouse/sharing';
import type { Because } from './because.ts';
import type { Explained, ExplainedDecision, Standing } from './explain.ts';

const ASKED: Record<string, string> = {
  publish: 'May it be published to that party?',
  deliver: 'May it be delivered now?',
  open: 'May this person open it now?',
  list: 'May this person see it in a list now?',
};

const ANSWERED: Record<KeptAnswer['effect'], string> = {
  PERMIT: 'Yes.',
  PERMIT_REDACTED: 'Yes, in part.',
  PERMIT_AGGREGATE: 'Yes, as counts.',
  PEND: 'Not before somebody has agreed.',
  DENY: 'No.',
  NOT_FOUND: 'No; and to the one who asked it is as if there were no such item.',
};

const NOT_MADE_AGAIN: Record<Exclude<Standing, 'made-again'>, string> = {
  'inputs-erased': 'What it was made from was erased with the item: it cannot be made again. The record of it stands.',
  'inputs-altered': 'What it was made from is not what was kept then: it proves nothing.',
  'no-policy-decision': 'No policy decided here: the act was recorded, or refused for the state of the record itself.',
  'inputs-not-kept': 'It was recorded without what it was made from, and cannot be made again.',
  'bundle-not-kept': 'The policy it was made by is no longer kept here.',
  'bundle-altered': 'The policy kept under its name is another one.',
  'rules-not-kept': 'The rules it was made by are no longer kept here.',
  'rules-altered': 'The rules kept under its name are others.',
  'does-not-load': 'This program cannot load the policy it was made by.',
};

const OTHER_PROGRAM = 'The program that made it again is not the one that decided then: their sources differ.';

/** @returns lines of plain English; no content of any item, and of its facts only the names */
export const inWords = ({ record, standing, agrees, decisions, duty, program }: Explained): string[] => [
  `${record.source}, ${record.at}: ${record.event}, ${record.action}${record.item ? `, ${record.item.product}` : ''}.`,
  ...(record.purpose ? [`For the purpose to ${codeLists.purposes[record.purpose] ?? record.purpose}.`] : []),
  ...(record.decision ? [`Recorded: ${record.decision.effect}, ${record.decision.reason}.`] : []),
  ...decisions.flatMap(decisionInWords),
  ...(duty
    ? [
        `Made again: ${duty.again.permitted ? 'permitted' : `refused, because ${duty.words ?? duty.again.reason}`} (${duty.again.reason}).`,
        `Today: ${duty.today?.permitted ? 'it would be permitted' : `it would be refused (${duty.today?.reason ?? 'no policy yet'})`}.`,
      ]
    : []),
  ...(decisions.length === 0 && standing !== 'made-again' ? [NOT_MADE_AGAIN[standing]] : []),
  ...(agrees !== null && program.isSame === false ? [OTHER_PROGRAM] : []),
  ...(agrees === null
    ? []
    : [agrees ? 'Made again, it is what was recorded.' : 'MADE AGAIN, IT IS NOT WHAT WAS RECORDED.']),
];

const decisionInWords = (one: ExplainedDecision): string[] => {
  const altered = one.altered.length > 0 ? [`Altered since: ${one.altered.join(', ')}.`] : [];
  if (!one.answer) return [NOT_MADE_AGAIN[one.standing as keyof typeof NOT_MADE_AGAIN], ...altered];
  return [
    `${ASKED[one.question] ?? one.question} ${ANSWERED[one.answer.effect]}`,
    ...one.because.filter(({ reason, words }) => reason !== null && words !== null).map(becauseInWords),
    ...(one.answer.obligations.length > 0 ? [`Owed for it: ${one.answer.obligations.join(', ')}.`] : []),
    ...(one.asOf ? [`As of ${one.asOf.at}, by policy bundle ${one.asOf.bundleVersion}.`] : []),
    ...altered,
    ...(one.differences.length > 0 ? [`Not as it was answered then: ${one.differences.join(', ')}.`] : []),
    ...todayInWords(one),
  ];
};

const becauseInWords = ({ reason, words, cites, instrument, clause }: Because): string => {
  const where = [
    ...(clause ? [`clause ${clause.number}, ${clause.title}: ${clause.says}`] : []),
    ...(instrument ? [instrument] : []),
    ...(cites ? [cites] : []),
  ];
  return `- because ${words} (${reason})${where.length > 0 ? `; ${where.join('; ')}` : ''}`;
};

const todayInWords = ({ today }: ExplainedDecision): string[] => {
  if (!today) return [];
  const { answer, differences } = today;
  if (differences.length === 0) return [`Today the answer is the same, by policy bundle ${today.bundleVersion}.`];
  const reason = answer.effect.startsWith('PERMIT') ? '' : ` (${answer.reason})`;
  return [`Today, by policy bundle ${today.bundleVersion}: ${ANSWERED[answer.effect]}${reason}`];
};
