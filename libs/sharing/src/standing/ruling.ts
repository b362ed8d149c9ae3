// What rules disclosures now, instrument by instrument, and which products a change of it touches. Pure.
import { dayIn, type Bundle, type BundleInstrument } from '@gatehouse/policy';
import { canonicalJson } from '@gatehouse/crypto';

/** What rules by one instrument: all that may change an answer about the products it names. */
export interface Ruling {
  terms: string;
  products: string[];
}

/** By instrument; under `RULES` the rules that hold for every one of them. */
export type Rulings = Record<string, Ruling>;

/** Stands for what comes with the program: it names every product. */
export const RULES = '*';

/** What a change touches: products by name, or null for every product. */
export interface Touched {
  instruments: string[];
  products: string[] | null;
}

/**
 * What rules at an instant: the version in effect, the state, suspensions, and whether the day is within the term.
 * @param now RFC 3339
 * @param rules digest of the rules beside the bundle
 */
export const rulingsOf = (bundle: Bundle, now: string, rules: string): Rulings => ({
  ...Object.fromEntries(bundle.instruments.map((one) => [one.compiled.id, rulingOf(one, now)])),
  [RULES]: { terms: rules, products: [] },
});

const rulingOf = (
  { compiled, history = [], state, suspension, suspensions }: BundleInstrument,
  now: string,
): Ruling => {
  const versions = history.toSorted((a, b) => a.version - b.version);
  const inEffect = versions.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= Date.parse(now))?.compiled;
  const { sha256, term, timezone, version } = inEffect ?? compiled;
  const day = dayIn(now, timezone);
  const inTerm = term.from <= day && day <= term.to;
  const flows = [compiled, ...versions.map((one) => one.compiled)].flatMap((one) => one.flows);
  return {
    terms: canonicalJson({
      version,
      sha256,
      state,
      inTerm,
      suspension: suspension ?? null,
      suspensions: suspensions ?? [],
    }),
    products: [...new Set(flows.map(({ product }) => product))].toSorted(),
  };
};

/**
 * What is to be decided again since then; null when nothing is.
 * @param before null where nothing was ever decided again here: then everything is
 * @param unfinished products of changes that were overtaken before all was decided
 */
export const touchedBy = (before: Rulings | null, now: Rulings, unfinished: Touched[]): Touched | null => {
  const ids = [...new Set([...Object.keys(before ?? {}), ...Object.keys(now)])];
  const changed = ids.filter((id) => before?.[id]?.terms !== now[id]?.terms);
  if (changed.length === 0 && unfinished.length === 0) return null;
  const instruments = [...new Set([...changed, ...unfinished.flatMap((one) => one.instruments)])].toSorted();
  const isAll = before === null || changed.includes(RULES) || unfinished.some(({ products }) => products === null);
  const named = changed.flatMap((id) => [...(before?.[id]?.products ?? []), ...(now[id]?.products ?? [])]);
  const products = [...named, ...unfinished.flatMap((one) => one.products ?? [])];
  return { instruments, products: isAll ? null : [...new Set(products)].toSorted() };
};
