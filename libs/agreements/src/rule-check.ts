// What a machine rule of a clause has to agree with: the closed lists, the parties, the flows, the term.
import { codeLists, codesOf } from '@gatehouse/contracts';
import { ruleOf, type ClauseRules } from './clause.ts';
import type { Path } from './document.ts';
import { emergencyPeriods } from './emergency-rules.ts';
import type { InstrumentDocument } from './instrument.ts';
import { oneOf, type Report } from './law-check.ts';

const LOGGED = ['collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure'];

/** Which code list the values of a rule are taken from. */
const LISTS: { [N in keyof ClauseRules]?: [key: keyof ClauseRules[N], list: string, what: string] } = {
  8: ['conditions', 'conditions', 'condition of handling'],
  16: ['grounds', 'withdrawalGrounds', 'ground of withdrawal'],
  18: ['readableFor', 'purposes', 'purpose'],
  19: ['purposes', 'purposes', 'purpose'],
};

const placeOf = (document: InstrumentDocument, number: number): Path => [
  'clauses',
  document.clauses?.findIndex(({ clause }) => clause === number) ?? 0,
  'rule',
];

const checkCodes = (document: InstrumentDocument, report: Report): void => {
  for (const [number, named] of Object.entries(LISTS)) {
    const [key, list, what] = named as [string, string, string];
    const rule = ruleOf(document, Number(number) as keyof ClauseRules) as Record<string, string[]> | undefined;
    rule?.[key]?.forEach((code, index) =>
      oneOf(report, [...placeOf(document, Number(number)), key, index], code, codesOf(list), what),
    );
  }
};

/** Clauses 1 and 29: nobody is left out. */
const checkEveryParty = (document: InstrumentDocument, report: Report): void => {
  const named: [1 | 29, string, { party: string }[] | undefined][] = [
    [1, 'contacts', ruleOf(document, 1)?.contacts],
    [29, 'signatories', ruleOf(document, 29)?.signatories],
  ];
  for (const [number, key, posts] of named)
    for (const { id } of posts ? document.parties : [])
      if (!posts?.some(({ party }) => party === id))
        report([...placeOf(document, number), key], `${id} has no entry among the ${key}`, `add party: ${id}`);
};

const checkForeign = (document: InstrumentDocument, report: Report): void => {
  const countries = ruleOf(document, 10)?.countries.map(({ country }) => country) ?? [];
  document.flows.forEach(({ foreign }, index) => {
    const unknown = foreign ? foreign.countries.filter((country) => !countries.includes(country)) : [];
    for (const country of unknown)
      report(['flows', index, 'foreign'], `${country} stands in no row of clause 10`, `add country: ${country} there`);
  });
};

const checkLogging = (document: InstrumentDocument, report: Report): void => {
  const rule = ruleOf(document, 18);
  const unlogged = rule ? LOGGED.filter((operation) => !rule.operations.includes(operation)) : [];
  if (unlogged.length > 0)
    report([...placeOf(document, 18), 'operations'], `not logged: ${unlogged.join(', ')}`, 'all six are logged');
};

/** Clause 19: what follows of a use is an obligation of the closed list. */
const checkEmergency = (document: InstrumentDocument, report: Report): void => {
  const rule = ruleOf(document, 19);
  for (const [key, obligation] of Object.entries(rule ? emergencyPeriods(rule) : {})) {
    const kind = obligation.slice(0, obligation.lastIndexOf('_') + 1);
    const known = codeLists.obligations.filter((code) => code.startsWith(kind) && /_(\d+[HM]|NOW)$/.test(code));
    if (!known.includes(obligation))
      report(
        [...placeOf(document, 19), key],
        `nobody keeps such a period: ${obligation}`,
        `one of ${known.join(', ')}`,
      );
  }
};

const checkReview = (document: InstrumentDocument, report: Report): void => {
  const rule = ruleOf(document, 26);
  if (!rule) return;
  const at = placeOf(document, 26);
  if (rule.reviewBy < document.term.from || rule.reviewBy > document.term.to)
    report([...at, 'reviewBy'], `the review (${rule.reviewBy}) lies outside the term`, 'a day within the term');
  if (rule.warnings.some((days, index) => days >= (rule.warnings[index - 1] ?? Infinity)))
    report([...at, 'warnings'], 'warnings run from the earliest to the last', 'for example [90, 60, 30, 7]');
};

const checkOnwardHandling = (document: InstrumentDocument, report: Report): void => {
  const rule = ruleOf(document, 8);
  if (rule && !rule.conditions.includes('NO_ONWARD') && document.flows.some(({ onward }) => onward !== 'allowed'))
    report([...placeOf(document, 8), 'conditions'], 'flows restrict onward disclosure', 'add NO_ONWARD');
};

/** Reports rules that contradict the rest of the document. */
export const checkRules = (document: InstrumentDocument, report: Report): void => {
  for (const check of [
    checkCodes,
    checkEveryParty,
    checkForeign,
    checkLogging,
    checkEmergency,
    checkReview,
    checkOnwardHandling,
  ])
    check(document, report);
};
