// What changes in the clauses: their machine rules by a table of what more of each means, their obligations, their words.
import { clauseTable } from '@gatehouse/contracts';
import type { Clause, Obligation } from './clause.ts';
import { byAmount, opposite, type Change, type Difference, type Effect } from './effect.ts';
import type { CompiledInstrument } from './instrument.ts';
import { isPeriod } from './periods.ts';
import { lengthOf, listed, periodInWords, spelt } from './words.ts';

/** Another value is another way of doing the same. Any term that stands neither here nor in MORE is taken to widen. */
const EITHER_WAY = new Set(
  [
    ['1.contacts', '1.units', '9.consentWithin', '17.answeredBy', '18.keep', '22.body'],
    ['23.decidedBy', '25.reinstatedBy', '27.copies', '29.signatories'],
  ].flat(),
);

/** What more of a rule's term does: a longer period, a later day, a greater number, another element, a later word of ORDER. */
const MORE: Record<string, Effect> = {
  '8.conditions': 'narrows',
  '10.countries': 'widens',
  '10.approvers': 'narrows',
  '11.use': 'widens',
  '12.graceAfterReview': 'widens',
  '12.certificateWithin': 'widens',
  '13.devices': 'widens',
  '15.acknowledgeWithin': 'widens',
  '15.whileOpen': 'widens',
  '16.grounds': 'narrows',
  '16.acknowledgeWithin': 'widens',
  '16.proofWithin': 'widens',
  '17.answerWithin': 'widens',
  '18.readableFor': 'widens',
  '19.purposes': 'widens',
  '19.timebox': 'widens',
  '19.noticeWithin': 'widens',
  '19.reviewWithin': 'widens',
  '19.reviewers': 'narrows',
  '20.noticeWithin': 'widens',
  '20.tells': 'narrows',
  '21.levels': 'narrows',
  '21.report': 'widens',
  '22.answerWithin': 'widens',
  '23.decidedWithin': 'widens',
  '24.noticePeriod': 'narrows',
  '24.approvedBy': 'widens',
  '25.by': 'narrows',
  '25.scopes': 'narrows',
  '25.reasonsWithin': 'widens',
  '26.reviewBy': 'widens',
  '26.warnings': 'narrows',
  '27.noticePeriod': 'neutral',
  '27.proofWithin': 'widens',
  '27.survives': 'narrows',
};
const ORDER = ['lead', 'with-consent', 'evidence', 'hold-new-items', 'remind', 'every-party', 'issuer'];
/** Clauses that open something: without one, nothing goes abroad and no emergency is declared. */
const OPENING = [10, 19];

const shown = (value: unknown): string => {
  if (typeof value === 'string') return isPeriod(value) ? periodInWords(value) : value;
  if (Array.isArray(value)) return listed(value.map(shown));
  if (value !== null && typeof value === 'object') return Object.values(value).map(shown).join(', ');
  return value === undefined ? 'nothing' : JSON.stringify(value);
};

const asNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return -1;
  if (isPeriod(value)) return lengthOf(value);
  return ORDER.includes(value) ? ORDER.indexOf(value) : Date.parse(value);
};

const termChanges = (key: string, name: string, was: unknown, is: unknown): Change[] => {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const more = MORE[key];
  if (more === undefined) {
    const effect = EITHER_WAY.has(key) ? 'neutral' : 'widens';
    return [{ effect, says: `${name}: ${shown(is)}, was ${shown(was)}` }];
  }
  if (!Array.isArray(was) || !Array.isArray(is)) {
    return [{ effect: byAmount(asNumber(was), asNumber(is), more), says: `${name}: ${shown(is)}, was ${shown(was)}` }];
  }
  const [old, now] = [was, is].map((list) => list.map((element: unknown) => JSON.stringify(element)));
  const added = is.filter((element) => !old?.includes(JSON.stringify(element)));
  const gone = was.filter((element) => !now?.includes(JSON.stringify(element)));
  return [
    ...(added.length > 0 ? [{ effect: more, says: `${name}: also ${shown(added)}` }] : []),
    ...(gone.length > 0 ? [{ effect: opposite[more], says: `${name}: no longer ${shown(gone)}` }] : []),
  ];
};

const ruleChanges = (number: number, was: object = {}, is: object = {}): Change[] => {
  const [old, now] = [was, is] as Record<string, unknown>[];
  return [...new Set([...Object.keys(now ?? {}), ...Object.keys(old ?? {})])].flatMap((key) =>
    termChanges(`${number}.${key}`, spelt(key), old?.[key], now?.[key]),
  );
};

const owed = ({ owner, does }: Obligation): string => `${owner.post} of ${owner.party} ${does}`;
const dated = ({ due, within, every }: Obligation): string => due ?? within ?? every ?? '';
/** A day or a length, as a number: later and longer are weaker. */
const whenOf = (duty: Obligation): number => (duty.due ? Date.parse(duty.due) : lengthOf(dated(duty)));

const obligationChanges = (was: Obligation[] = [], is: Obligation[] = []): Change[] => [
  ...is.flatMap((duty): Change[] => {
    const old = was.find((other) => owed(other) === owed(duty));
    if (!old) return [{ effect: 'narrows', says: `from now on the ${owed(duty)}` }];
    if (dated(old) === dated(duty)) return [];
    const [from, to] = [old, duty].map(whenOf);
    return [
      {
        effect: byAmount(from ?? 0, to ?? 0, 'widens'),
        says: `the ${owed(duty)}: ${shown(dated(duty))}, was ${shown(dated(old))}`,
      },
    ];
  }),
  ...was
    .filter((duty) => !is.some((other) => owed(other) === owed(duty)))
    .map((duty): Change => ({ effect: 'widens', says: `no longer: the ${owed(duty)}` })),
];

const applicability = (was: Clause, is: Clause): Change[] => {
  const [before, after] = [was, is].map(({ notApplicable }) => notApplicable === undefined);
  if (before === after) return [];
  const effect: Effect = after === OPENING.includes(is.clause) ? 'widens' : 'narrows';
  return [{ effect, says: after ? 'is regulated now' : `is not applicable any more: ${is.notApplicable}` }];
};

const clauseChanges = (was: Clause, is: Clause): Change[] => {
  const applicable = applicability(was, is);
  if (applicable.length > 0) return applicable;
  const said: Change[] = was.text === is.text ? [] : [{ effect: 'neutral', says: `reads: ${is.text}` }];
  return [...ruleChanges(is.clause, was.rule, is.rule), ...obligationChanges(was.obligations, is.obligations), ...said];
};

/** All differences between the clauses of two texts. */
export const clauseDifferences = (before: CompiledInstrument, after: CompiledInstrument): Difference[] =>
  clauseTable.flatMap(({ number, title }) => {
    const [was, is] = [before, after].map(({ clauses }) => clauses?.find(({ clause }) => clause === number));
    if (!was || !is) return [];
    return clauseChanges(was, is).map((change) => ({ ...change, where: `clause ${number} (${title.toLowerCase()})` }));
  });
