// Whom a report is about: somebody the prison service disclosed, named by a place in an item this officer may open, or somebody
// the police name themselves.
import { nameSubject } from '@gatehouse/inbox';
import { auditReferences, type Agency, type Asked } from '@gatehouse/sharing';
import type { PoliceSubject } from './police-intelligence.events.ts';

export interface GivenSubject {
  role: 'MAIN' | 'OTHER';
  aliases: string[];
  /** the item, and the place among the people it shows this officer, from 0 */
  from: { itemId: string; place: number } | null;
  /** null: the name the item shows */
  name: string | null;
  /** null: as in the item */
  category: string | null;
  cases: string[] | null;
}

/** @returns null for a person nobody names: without item and name, or in an item this officer may not open */
export const subjectOf = async (agency: Agency, asked: Asked, given: GivenSubject): Promise<PoliceSubject | null> => {
  const ref = agency.newId();
  const known = given.from && (await nameSubject(agency, asked, given.from));
  if (given.from && !known) return null;
  const name = given.name ?? known?.name ?? null;
  const category = given.category ?? known?.subject.category ?? null;
  if (name === null || category === null) return null;
  return {
    ref,
    knownAs: known?.subject.ref ?? null,
    auditRef: known?.subject.auditRef ?? auditReferences(agency, [ref])[0] ?? '',
    name,
    aliases: given.aliases,
    role: given.role,
    category,
    cases: given.cases ?? known?.subject.cases ?? [],
  };
};
