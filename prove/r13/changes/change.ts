// A change makes another cell of one: one member of the question set to one of its values, whatever it was before.
import type { Cell, Flow, Item, Subject } from '../case.ts';

export interface Change {
  /** the member it sets; two changes of one member are never in one cell */
  member: string;
  name: string;
  apply: (cell: Cell) => void;
}

/** Changes of one member, by name. */
export const changesOf = (member: string, values: Record<string, (cell: Cell) => void>): Change[] =>
  Object.entries(values).map(([name, apply]) => ({ member, name: `${member}:${name}`, apply }));

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** An instant that many milliseconds after the cell's now. */
export const fromNow = (cell: Cell, milliseconds: number): string =>
  new Date(Date.parse(cell.now) + milliseconds).toISOString().replace('.000Z', 'Z');

/** Every flow of the current versions; history's last version stays what is in force. */
export const eachFlow = (cell: Cell, apply: (flow: Flow) => void): void => {
  for (const agreement of cell.agreements) {
    for (const flow of agreement.flows) apply(flow);
    const last = agreement.versions?.at(-1);
    if (last) last.flows = structuredClone(agreement.flows);
  }
};

export const eachSubject = (cell: Cell, role: 'MAIN' | 'OTHER', apply: (subject: Subject) => void): void => {
  const refs = cell.item.subjects.filter((subject) => subject.role === role).map(({ ref }) => ref);
  for (const subject of cell.subjects) if (refs.includes(subject.ref)) apply(subject);
};

/** The first field of a category that the product has, with any index in place of each. */
export const fieldOf = (item: Item, category: string): string =>
  Object.entries(item.categories).find(([, of]) => of === category)?.[0] ?? 'nothingOfTheKind';

/** The caller without a person: the agency itself. */
export const asAgency = (cell: Cell): void => {
  const nobody = { person: null, roles: [], unit: null, vetting: null, training: [], assignments: [] };
  Object.assign(cell.caller, nobody, { conflicts: [], chain: [] });
};
