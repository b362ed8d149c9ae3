// Steps 0 to 6: which flows rule, and what fails under them. Cedar says what fails; here it is only put together:
// the flow of an instrument that gets furthest, every version from publication to now, every instrument of the first
// kind that covers (cases rules 5 and 10).
import type { CompiledFlow } from '@gatehouse/agreements';
import { reasonOrder } from '@gatehouse/contracts';
import { ask, type CedarRecord } from './engine.ts';
import { callerFacts, itemFacts, requestFacts, subjectFacts, today } from './facts.ts';
import { isOffered } from './offered.ts';
import {
  partyIn,
  standingFor,
  versionsFor,
  type ReadyBundle,
  type ReadyInstrument,
  type ReadyVersion,
} from './instruments.ts';
import { isFoundBy } from './masking.ts';
import type { Question } from './question.ts';
import { periodsPast } from './retention.ts';
import { PolicyFault, type Rule } from './rule-set.ts';

export interface FlowAnswer {
  instrument: ReadyInstrument;
  version: number;
  current: boolean;
  flow: CompiledFlow;
  /** Rules that fail the item, or one of its main subjects. */
  failing: Rule[];
  /** Rules that fail another subject as a person. */
  others: { ref: string; rules: Rule[] }[];
}

export interface Basis {
  /** The flows that rule; none when nothing covers. */
  flows: FlowAnswer[];
  failing: Rule[];
  others: { ref: string; rules: Rule[] }[];
}

/** What every question of one decision shares. */
export interface Inquiry {
  bundle: ReadyBundle;
  q: Question;
  product: { name: string; categories: string[] };
  /** Categories of the fields asked for by name. */
  categoriesByName: string[];
  /** Only what depends on who asks for what. */
  classOnly: boolean;
}

/** Position of a failing rule's reason in the order of evaluation. */
export const position = (rule: Rule): number => {
  const at = rule.reason === null ? -1 : reasonOrder.indexOf(rule.reason);
  return at < 0 ? Infinity : at;
};

const firstFailure = (rules: Rule[]): number => Math.min(Infinity, ...rules.map(position));

const onwardTermsOf = (bundle: ReadyBundle, q: Question, product: string) => (holder: string) =>
  bundle.instruments
    .flatMap(({ current }) => current.flows)
    .find((flow) => flow.product === product && flow.producer === q.item?.originator && flow.consumers.includes(holder))
    ?.onward ?? 'unknown';

const flowIn = ({ current, versions }: ReadyInstrument, id: string): CompiledFlow | undefined =>
  [current, ...versions.map(({ compiled }) => compiled)].flatMap(({ flows }) => flows).find((flow) => flow.id === id);

/** What the rules of a flow are asked with, but for a person the item is about. */
export const contextOf = (inquiry: Inquiry, instrument: ReadyInstrument | null, flow: string): CedarRecord => {
  const { bundle, q, product } = inquiry;
  const party = partyIn(bundle, instrument ?? undefined);
  const asked = instrument ? flowIn(instrument, flow) : undefined;
  const standing = instrument && standingFor(instrument, [q.caller.agency, q.item?.originator, asked?.producer]);
  const zone = instrument?.timezone ?? bundle.instruments[0]?.timezone ?? 'UTC';
  return {
    flow,
    question: q.request.question,
    caller: callerFacts(q, party),
    request: requestFacts(q, product.name, party, inquiry.categoriesByName, onwardTermsOf(bundle, q, product.name)),
    instrument: {
      kind: instrument?.kind ?? '',
      state: standing?.state ?? '',
      today: today(q, zone),
      freezePriorCopies: standing?.freezePriorCopies ?? false,
    },
    bundle: { ...q.bundle, verified: q.bundle.verified && (instrument?.verified ?? true) },
    product,
    ...(q.item && { item: { ...itemFacts(q.item, q, party), past: periodsPast(q, asked, zone) } }),
  };
};

const askOnce = (inquiry: Inquiry, instrument: ReadyInstrument | null, context: CedarRecord): Rule[] => {
  const { q, bundle, product } = inquiry;
  const answer = ask(instrument?.rules ?? bundle.base, {
    principal: q.caller.agency,
    action: q.request.question,
    resource: { type: 'Product', id: product.name },
    context,
  });
  if (answer.allowed) return [];
  return inquiry.classOnly ? answer.rules.filter((rule) => rule.class) : answer.rules;
};

const unique = (rules: Rule[]): Rule[] => [...new Map(rules.map((rule) => [rule.id, rule])).values()];

const stateOf = (q: Question, ref: string): CedarRecord => {
  const subject = q.subjects.find((known) => known.ref === ref);
  if (!subject) throw new PolicyFault('a subject of the item has no state');
  return { subject: subjectFacts(subject, q.now) };
};

/** A search by person must not find, through somebody else, what it may not find through him. */
const isSearchedFor = ({ request, item }: Question, ref: string): boolean =>
  request.query?.subject === ref ||
  (item !== null && request.query?.name !== undefined && isFoundBy(item, ref, request.query.name));

/** Asks for the item and each person it is about. */
export const askPeople = (inquiry: Inquiry, instrument: ReadyInstrument | null, flow: string) => {
  const { q } = inquiry;
  const context = contextOf(inquiry, instrument, flow);
  const about = (ref: string) => askOnce(inquiry, instrument, { ...context, ...stateOf(q, ref) });
  const subjects = q.item?.subjects ?? [];
  const isMain = ({ ref, role }: { ref: string; role: string }) => role === 'MAIN' || isSearchedFor(q, ref);
  const main = subjects.filter(isMain);
  const others = subjects.filter((subject) => !isMain(subject)).map(({ ref }) => ({ ref, rules: about(ref) }));
  // An item without a main subject is asked as what it is about: nobody.
  const failing = main.length > 0 ? main.flatMap(({ ref }) => about(ref)) : askOnce(inquiry, instrument, context);
  return {
    failing: unique(failing),
    others: others.map(({ ref, rules }) => ({ ref, rules: rules.filter((rule) => rule.subject) })),
  };
};

/** 2 covers product, parties and purpose; 1 all but the purpose; 0 nothing. */
export const coverage = (rules: Rule[]): number => {
  if (rules.some(({ lacks }) => lacks === 'contract')) return 0;
  return rules.some(({ lacks }) => lacks === 'purpose') ? 1 : 2;
};

const covers = ({ failing }: FlowAnswer): boolean => coverage(failing) > 0;

/** Of the flows of one version those that cover most and get furthest; equals stay, and intersect. */
const furthest = (answers: FlowAnswer[]): FlowAnswer[] => {
  const most = Math.max(0, ...answers.map(({ failing }) => coverage(failing)));
  const covering = answers.filter(({ failing }) => coverage(failing) === most);
  const far = Math.max(...covering.map(({ failing }) => firstFailure(failing)));
  return covering.filter(({ failing }) => firstFailure(failing) === far);
};

const answerVersion = (inquiry: Inquiry, { instrument, version, current, flows }: ReadyVersion): FlowAnswer[] => {
  const answers = (asked: CompiledFlow[]): FlowAnswer[] =>
    asked.map((flow) => ({ instrument, version, current, flow, ...askPeople(inquiry, instrument, flow.id) }));
  const { offered, others } = Object.groupBy(flows, (flow) => (isOffered(flow, inquiry.q) ? 'offered' : 'others'));
  const found = answers(offered ?? []);
  // Where a flow covers, those that do not cover say nothing; where none does, all are heard.
  return furthest(found.some(covers) ? found : [...found, ...answers(others ?? [])]);
};

interface Candidate {
  instrument: ReadyInstrument;
  covers: number;
  versions: ReadyVersion[];
  answers: FlowAnswer[];
}

const candidates = (inquiry: Inquiry, instruments: ReadyInstrument[]): Candidate[] =>
  instruments.flatMap((instrument) => {
    const versions = versionsFor(instrument, inquiry.q, inquiry.product.name);
    const current = versions.at(-1);
    const answers = current?.flows.some((flow) => isOffered(flow, inquiry.q)) ? answerVersion(inquiry, current) : [];
    const covers = Math.max(0, ...answers.map(({ failing }) => coverage(failing)));
    return covers > 0 ? [{ instrument, covers, versions, answers }] : [];
  });

/** Those that cover most, of the first kind that does. */
const ruling = (found: Candidate[]): Candidate[] => {
  const most = Math.max(0, ...found.map(({ covers }) => covers));
  const covering = found.filter(({ covers }) => covers === most);
  const kind = Math.min(...covering.map(({ instrument }) => instrument.rank));
  return covering.filter(({ instrument }) => instrument.rank === kind);
};

const merged = (answers: { failing: Rule[]; others: { ref: string; rules: Rule[] }[] }[]): Omit<Basis, 'flows'> => {
  const refs = [...new Set(answers.flatMap(({ others }) => others.map(({ ref }) => ref)))];
  return {
    failing: unique(answers.flatMap(({ failing }) => failing)),
    others: refs.map((ref) => ({
      ref,
      rules: unique(answers.flatMap(({ others }) => others.filter((o) => o.ref === ref).flatMap((o) => o.rules))),
    })),
  };
};

/** The flows that rule an inquiry and what fails under them. */
export const findBasis = (inquiry: Inquiry): Basis => {
  const { instruments, heldOut } = inquiry.bundle;
  const inForce = ruling(candidates(inquiry, instruments));
  // What is held out takes nothing from what is in force: a forged statute would silence a threat to a life.
  const rulers = inForce.length > 0 ? inForce : ruling(candidates(inquiry, heldOut));
  if (rulers.length === 0) return { flows: [], ...merged([askPeople(inquiry, null, '')]) };
  const earlier = rulers.flatMap(({ versions }) => versions.slice(0, -1));
  const flows = [...rulers.flatMap(({ answers }) => answers), ...earlier.flatMap((v) => answerVersion(inquiry, v))];
  // A version without any flow for the product covered nothing then, so nothing is covered now.
  const uncovered = earlier.some((version) => version.flows.length === 0) ? [askPeople(inquiry, null, '')] : [];
  return { flows, ...merged([...flows, ...uncovered]) };
};
