// The instruments of a bundle made ready for questions: one rule set each (all its versions), the flows by product.
import type { CompiledFlow, CompiledInstrument, InstrumentParty } from '@gatehouse/agreements';
import { staticRules } from '@gatehouse/contracts';
import type { Bundle, BundleInstrument, PartialSuspension } from './bundle.ts';
import { instant } from './day.ts';
import type { Question } from './question.ts';
import { loadRuleSet, PolicyFault, type RuleSet } from './rule-set.ts';

/** Order in which kinds of instrument are asked; kinds do not mix (cases rule 5). */
const RANK: Record<string, number> = { statute: 0, agreement: 1, 'internal-instruction': 1, 'vital-interest': 2 };

export interface ReadyInstrument {
  id: string;
  rank: number;
  kind: string;
  timezone: string;
  state: string;
  freezePriorCopies: boolean;
  /** Of a party or a category, while the rest goes on. */
  suspensions: PartialSuspension[];
  rules: RuleSet;
  parties: InstrumentParty[];
  current: CompiledInstrument;
  versions: { version: number; effectiveFrom: number; compiled: CompiledInstrument }[];
}

export interface ReadyVersion {
  instrument: ReadyInstrument;
  version: number;
  current: boolean;
  flows: CompiledFlow[];
}

/** The rules of an instrument: those of each version that may rule a question. */
export const textsOf = ({ compiled, history = [] }: BundleInstrument): string[] => {
  const texts = history.map((entry) => entry.compiled.cedar);
  return history.some(({ version }) => version === compiled.version) ? texts : [...texts, compiled.cedar];
};

const ready = (entry: BundleInstrument, common: string[]): ReadyInstrument => {
  const { state, suspension, suspensions, compiled, history } = entry;
  const versions = (history ?? []).map((one) => ({ ...one, effectiveFrom: instant(one.effectiveFrom) }));
  return {
    id: compiled.id,
    rank: RANK[compiled.instrument] ?? 9,
    kind: compiled.instrument,
    timezone: compiled.timezone,
    state,
    freezePriorCopies: suspension?.freezePriorCopies === true,
    suspensions: suspensions ?? [],
    rules: loadRuleSet([...common, ...textsOf(entry)]),
    parties: compiled.parties,
    current: compiled,
    versions: versions.sort((a, b) => a.version - b.version),
  };
};

/** The texts of the rules that hold for every instrument, as this program has them. */
export const commonRules = (): string[] => staticRules().map(({ text }) => text);

export interface ReadyBundle {
  instruments: ReadyInstrument[];
  /** The rules that hold without any instrument. */
  base: RuleSet;
}

/**
 * Makes a bundle ready. Every rule set is validated here, so that a bundle that cannot be decided with is refused
 * when it comes and not when it is asked.
 * @param common texts of the rules that hold for every instrument; today's unless a decision is made again
 * @throws PolicyFault
 */
export const readyBundle = (bundle: Bundle, common = commonRules()): ReadyBundle => {
  const instruments = bundle.instruments.map((instrument) => ready(instrument, common));
  if (new Set(instruments.map(({ id }) => id)).size !== instruments.length)
    throw new PolicyFault('an instrument stands twice in the bundle');
  return { instruments, base: loadRuleSet(common) };
};

/** A party as the instruments list it, the given instrument first. */
export const partyIn =
  (bundle: ReadyBundle, first?: ReadyInstrument) =>
  (party: string): InstrumentParty | undefined => {
    const named = first?.parties.find(({ id }) => id === party);
    if (named) return named;
    for (const { parties } of bundle.instruments) {
      const found = parties.find(({ id }) => id === party);
      if (found) return found;
    }
    return undefined;
  };

/**
 * How an instrument stands for those it would give something from and to: a suspension of one of them is theirs alone, and
 * matters only while the whole is in force.
 */
export const standingFor = (instrument: ReadyInstrument, parties: (string | undefined)[]) => {
  const { state, freezePriorCopies, suspensions } = instrument;
  const theirs = suspensions.filter(({ scope }) => scope.kind === 'party' && parties.includes(scope.party));
  if (state !== 'IN_FORCE' || theirs.length === 0) return { state, freezePriorCopies };
  return { state: 'SUSPENDED', freezePriorCopies: theirs.some((one) => one.freezePriorCopies) };
};

/** Whether fields of this category are held back under the instrument. */
export const categorySuspended = ({ suspensions }: ReadyInstrument, category: string): boolean =>
  suspensions.some(({ scope }) => scope.kind === 'category' && scope.category === category);

const flowsOf = (compiled: CompiledInstrument, product: string): CompiledFlow[] =>
  compiled.flows.filter((flow) => flow.product === product);

const effectiveNow = (instrument: ReadyInstrument, now: number): number =>
  instrument.versions.findLast(({ effectiveFrom }) => effectiveFrom <= now)?.version ?? instrument.current.version;

const versionAtPublication = (instrument: ReadyInstrument, q: Question, now: number): number => {
  if (!q.item || q.request.question === 'publish') return effectiveNow(instrument, now);
  return q.item.underVersions[instrument.id] ?? effectiveNow(instrument, instant(q.item.publishedAt));
};

/**
 * The versions of an instrument that rule a question: every one from publication to now (cases rule 10), each with its
 * flows for the product; the current one last.
 * @throws PolicyFault when the bundle lacks the version of publication.
 */
export const versionsFor = (instrument: ReadyInstrument, q: Question, product: string): ReadyVersion[] => {
  const now = instant(q.now);
  const last = effectiveNow(instrument, now);
  const first = Math.min(versionAtPublication(instrument, q, now), last);
  const known =
    instrument.versions.length > 0 ? instrument.versions : [{ version: last, compiled: instrument.current }];
  if (!known.some(({ version }) => version === first))
    throw new PolicyFault(`the bundle lacks version ${first} of ${instrument.id}`);
  return known
    .filter(({ version }) => version >= first && version <= last)
    .map(({ version, compiled }) => ({
      instrument,
      version,
      current: version === last,
      flows: flowsOf(compiled, product),
    }));
};
