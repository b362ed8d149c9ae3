// What ends a permission, and how each service comes to know: by a bundle, by the clock alone, or by a fact about a person.
import type { BundleInstrument } from '@gatehouse/policy';
import { attest } from '@gatehouse/personnel';
import type { Agencies } from './agencies.ts';
import { CASE, memorandum, POLICE, PRISON } from './memorandum.ts';

export const KINDS = ['suspended', 'party-suspended', 'expired', 'tightened', 'term-over', 'assignment-ended'] as const;
export type Kind = (typeof KINDS)[number];

/** The services a change cuts off; of the end of an assignment the prison knows nothing. */
export const cutsOff = (kind: Kind): readonly string[] => (kind === 'assignment-ended' ? [POLICE] : [PRISON, POLICE]);

/** Of the days on whose end the term of a memorandum is over: time runs forward only, and each of them comes once. */
export const TERMS = 8;
const FIRST_DAY = 23;

/** The end of that day in the instrument's own zone. */
export const termOver = (term: number): string => `2026-11-${FIRST_DAY + term}T19:00:00Z`;

const asSigned = memorandum();
const endings = new Map<number, ReturnType<typeof memorandum>>();
const ending = (term: number): ReturnType<typeof memorandum> => {
  const known =
    endings.get(term) ??
    memorandum([
      ['to: 2028-12-31', `to: 2026-11-${FIRST_DAY + term}`],
      ['2027-01-01', '2026-11-01'],
    ]);
  endings.set(term, known);
  return known;
};
const narrower = memorandum([
  ['version: 1\n', 'version: 2\n'],
  ['purposes: [INVESTIGATE, PREVENT_SERIOUS_HARM]', 'purposes: [PREVENT_SERIOUS_HARM]'],
]);

/** The memorandum before the change. @param term which of the terms ends, where one does */
export const inForce = (kind: Kind, term: number): BundleInstrument => ({
  state: 'IN_FORCE',
  compiled: kind === 'term-over' ? ending(term) : asSigned,
});

const CHANGED: Partial<Record<Kind, BundleInstrument>> = {
  suspended: {
    state: 'SUSPENDED',
    suspension: { by: 'gatehouse-policy', freezePriorCopies: false },
    compiled: asSigned,
  },
  'party-suspended': {
    state: 'IN_FORCE',
    suspensions: [{ by: 'gatehouse-policy', freezePriorCopies: true, scope: { kind: 'party', party: POLICE } }],
    compiled: asSigned,
  },
  expired: { state: 'EXPIRED', compiled: asSigned },
  tightened: {
    state: 'IN_FORCE',
    compiled: narrower,
    history: [
      { version: 1, effectiveFrom: '2026-01-01T00:00:00Z', compiled: asSigned },
      { version: 2, effectiveFrom: '2026-11-23T09:00:00Z', compiled: narrower },
    ],
  },
};

export interface Cut {
  /** the bundle that brings it; null where none does */
  version: number | null;
  /** makes one service know, and ends when it durably does */
  apply: Record<string, () => Promise<void>>;
}

/** A change, ready to be made known to each service by itself. */
export const cutOf = async (
  agencies: Agencies,
  { kind, term, person }: { kind: Kind; term: number; person: string },
): Promise<Cut> => {
  const { police, clock, makeKnown } = agencies;
  const changed = CHANGED[kind];
  if (changed) {
    const bundle = await agencies.issued(changed);
    const known = (party: string) => () => makeKnown(party, bundle);
    return { version: bundle.version, apply: { [PRISON]: known(PRISON), [POLICE]: known(POLICE) } };
  }
  if (kind === 'term-over') {
    const pass = async (): Promise<void> => clock.set(termOver(term));
    return { version: null, apply: { [PRISON]: pass, [POLICE]: pass } };
  }
  const data = { person, case: CASE, at: clock.now().toISOString() };
  const end = async (): Promise<void> => {
    const refusal = await attest(police, { type: 'EndAssignment', data });
    if (refusal) throw new Error(`the assignment did not end: ${refusal}`);
  };
  return { version: null, apply: { [PRISON]: () => Promise.resolve(), [POLICE]: end } };
};
