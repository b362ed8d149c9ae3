// What an obligation is called: its clause and a number that it keeps for as long as it stands in the text. What was recorded of one
// names it so, and one that is put before it in a later version must not take its name. Pure.
import type { Obligation } from '@gatehouse/agreements';
import { isDeepStrictEqual } from 'node:util';
import type { AgreedVersion } from './instrument.state.ts';

interface Numbered {
  number: number;
  obligation: Obligation;
}

/** An obligation of the last version with its name, and from when on it has been owed as it is now. */
export interface Named {
  /** the clause and which of its obligations: `26.1` */
  clause: string;
  obligation: Obligation;
  effectiveFrom: string;
}

/**
 * The obligations of a clause in the last version. The first version counts them; later ones leave the number of what stayed as it was, or
 * is still owed by the same post to do the same thing, and give what is new a number that none had before.
 * @param agreed every version, in the order in which they took effect
 */
export const namedIn = (agreed: readonly AgreedVersion[], clause: number): Named[] => {
  const of = ({ document }: AgreedVersion): Obligation[] =>
    document.clauses?.find((one) => one.clause === clause)?.obligations ?? [];
  let used = 0;
  let since = new Map<number, string>();
  let numbered: Numbered[] = [];
  for (const version of agreed) {
    const before = numbered;
    const now = of(version);
    const kept = keptNumbers(before, now);
    numbered = now.map((obligation, place) => ({ obligation, number: kept.get(place) ?? (used += 1) }));
    since = new Map(
      numbered.map((one) => [one.number, standsAs(before, one) ? since.get(one.number)! : version.effectiveFrom]),
    );
  }
  return numbered.map(({ number, obligation }) => ({
    clause: `${clause}.${number}`,
    obligation,
    effectiveFrom: since.get(number) ?? '',
  }));
};

const standsAs = (before: readonly Numbered[], { number, obligation }: Numbered): boolean =>
  before.some((one) => one.number === number && isDeepStrictEqual(one.obligation, obligation));

/** Which number each place keeps: first what is the very same, then what the same post does, under other terms. */
const keptNumbers = (before: readonly Numbered[], now: readonly Obligation[]): Map<number, number> => {
  const kept = new Map<number, number>();
  for (const isSame of [isDeepStrictEqual, isSameDuty])
    for (const [place, obligation] of now.entries()) {
      const free = before.filter(({ number }) => ![...kept.values()].includes(number));
      const found = free.find((one) => isSame(one.obligation, obligation));
      if (found && !kept.has(place)) kept.set(place, found.number);
    }
  return kept;
};

const isSameDuty = (one: Obligation, other: Obligation): boolean =>
  one.does === other.does && isDeepStrictEqual(one.owner, other.owner);
