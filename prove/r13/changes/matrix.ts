// Agency by role by product by purpose by state, with the caller trained, vetted and assigned, so that these five decide.
import type { Caller, Cell } from '../case.ts';
import type { Recipe } from '../cells.ts';
import { PURPOSES } from '../codes.ts';
import { agreementChanges } from './agreements.ts';
import type { Change } from './change.ts';

const STATES = [
  'state:DRAFT',
  'state:REVIEWED',
  'state:SIGNED',
  'state:IN_FORCE',
  'state:SUSPENDED',
  'state:EXPIRED',
  'state:TERMINATED',
  'state:WOUND_DOWN',
  'term:begins tomorrow',
  'term:ended yesterday',
];

const stateChanges = STATES.map((name) => agreementChanges.find((change) => change.name === name)!);

const purposeChanges: Change[] = [...PURPOSES, 'IMMIGRATION_CONTROL'].map((purpose) => ({
  member: 'purpose',
  name: `purpose:${purpose}`,
  apply: ({ request }) => {
    request.purpose = purpose;
  },
}));

const roleChange = (role: string): Change => ({
  member: 'role',
  name: `role:${role}`,
  apply: ({ caller }) => {
    caller.roles = [role];
  },
});

/** Somebody of another agency, assigned to the person's cases like the one who asked. */
const agencyChange = (other: Caller): Change => ({
  member: 'agency',
  name: `agency:${other.agency}`,
  apply: (cell) => {
    cell.caller = { ...structuredClone(other), assignments: cell.caller.assignments, conflicts: [], chain: [] };
  },
});

const distinct = <T>(list: T[], key: (one: T) => string): T[] => [
  ...new Map(list.map((one) => [key(one), one])).values(),
];

/** The matrix over some written questions, one for each product. */
export const matrixRecipes = (written: Cell[]): Recipe[] => {
  const byProduct = distinct(written.toReversed(), ({ item }) => item.product);
  const callers = distinct(
    written.map(({ caller }) => caller).filter(({ person }) => person !== null),
    ({ agency }) => agency,
  );
  const roles = distinct(
    written.flatMap(({ caller, agreements }) => [
      ...caller.roles,
      ...agreements.flatMap(({ flows }) => flows.flatMap(({ person }) => person.roles)),
    ]),
    (role) => role,
  );
  return byProduct.flatMap((template) => [
    ...roles.flatMap((role) =>
      purposeChanges.flatMap((purpose) =>
        stateChanges.map((state) => ({ template, changes: [state, roleChange(role), purpose] })),
      ),
    ),
    ...callers.flatMap((caller) =>
      purposeChanges.map((purpose) => ({ template, changes: [agencyChange(caller), purpose] })),
    ),
  ]);
};
