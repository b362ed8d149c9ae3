// What every step looks at: the cell, its basis, and what an item inherits from its parts.
import type { Cell, Handling, Subject } from '../case.ts';
import { basisOf, type Basis, type Ruling } from './basis.ts';
import { leavesOf, shapeOf, type Leaf } from './paths.ts';
import { dayIn } from './time.ts';

export interface View {
  cell: Cell;
  basis: Basis;
  flows: Ruling['flow'][];
  leaves: (Leaf & { category: string })[];
  main: Subject[];
  others: Subject[];
  markers: Set<string>;
  conditions: Handling['conditions'];
  destroyDays: string[];
  /** today in each zone that rules; in UTC where none does */
  today: string[];
  callerKind: string | undefined;
  callerCountry: string | undefined;
  /** the countries it would reach that are not the originator's */
  foreignCountries: string[];
  /** it would be passed on to somebody whom no agreement lists, wherever he is */
  passedToStranger: boolean;
  /** whether the rules about a person are asked: an agency as such is asked about nobody */
  asksPerson: boolean;
}

const partyOf = ({ agreements }: Cell, id: string | undefined) =>
  agreements.flatMap(({ parties }) => parties).find((party) => party.id === id);

const callerCountryOf = (cell: Cell): string | undefined =>
  cell.caller.country ?? partyOf(cell, cell.caller.agency)?.country;

/** The countries an answer would reach that are not the originator's: the caller's, and that of whom he would pass it to. */
const foreignCountriesOf = (cell: Cell): string[] => {
  const { request, item } = cell;
  const home = partyOf(cell, item.originator)?.country;
  const passedTo = request.question === 'onward' ? partyOf(cell, request.recipient)?.country : undefined;
  const reached = [callerCountryOf(cell), passedTo];
  return reached.filter((country): country is string => ![undefined, home].includes(country) && home !== undefined);
};

const subjectsOf = ({ item, subjects }: Cell, role: 'MAIN' | 'OTHER'): Subject[] =>
  item.subjects
    .filter((subject) => subject.role === role)
    .flatMap(({ ref }) => subjects.filter((subject) => subject.ref === ref));

/** Everything the steps read, derived once. */
export const viewOf = (cell: Cell): View => {
  const { item, caller, request, now } = cell;
  const parts = item.derivedFrom ?? [];
  const basis = basisOf(cell);
  const conditions = [item.handling, ...parts.map(({ handling }) => handling)].flatMap((one) => one.conditions);
  const zones = [...new Set(basis.ruling.map(({ agreement }) => agreement.timezone))];
  return {
    cell,
    basis,
    flows: basis.ruling.map(({ flow }) => flow),
    leaves: leavesOf(item.payload).map((leaf) => ({ ...leaf, category: item.categories[shapeOf(leaf.path)] ?? 'SRC' })),
    main: subjectsOf(cell, 'MAIN'),
    others: subjectsOf(cell, 'OTHER'),
    markers: new Set([item, ...parts].flatMap(({ markers }) => markers)),
    conditions,
    destroyDays: [
      item.destroyBy,
      ...parts.map(({ destroyBy }) => destroyBy),
      ...conditions.filter(({ code }) => code === 'DESTROY_BY').map(({ date }) => date ?? null),
    ].filter((day): day is string => day !== null),
    today: (zones.length > 0 ? zones : ['UTC']).map((zone) => dayIn(now, zone)),
    callerKind: partyOf(cell, caller.agency)?.kind,
    callerCountry: callerCountryOf(cell),
    foreignCountries: foreignCountriesOf(cell),
    passedToStranger: !!request.recipient && partyOf(cell, request.recipient)?.country === undefined,
    asksPerson: !(caller.person === null && ['deliver', 'publish'].includes(request.question)),
  };
};
