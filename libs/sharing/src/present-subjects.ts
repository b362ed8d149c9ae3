// A person's status as his owner attests it now is a fact of every decision about an item that names him, whenever the item was
// written: what waits, is sent anew or is read by own people is decided as of now.
import type { Queryable } from '@gatehouse/event-store';
import type { SubjectFacts } from '@gatehouse/policy';
import type { Agency } from './agency.ts';
import type { Outgoing, OutgoingSubject } from './to-product.ts';

/** The same people in the same order, with what is attested about them; by one query, however many they are. */
export type PresentSubjects = (queryable: Queryable, subjects: OutgoingSubject[]) => Promise<OutgoingSubject[]>;

/** An own item with its people as they stand now. */
export const withPresentSubjects = async (
  agency: Pick<Agency, 'presentSubjects'>,
  queryable: Queryable,
  outgoing: Outgoing,
): Promise<Outgoing> => (await eachWithPresentSubjects(agency, queryable, [outgoing]))[0] ?? outgoing;

/** Own items in the same order, each with its people as they stand now; by one query, for none of them as well. */
export const eachWithPresentSubjects = async (
  { presentSubjects }: Pick<Agency, 'presentSubjects'>,
  queryable: Queryable,
  outgoings: readonly Outgoing[],
): Promise<Outgoing[]> => {
  if (!presentSubjects) return [...outgoings];
  const present = await presentSubjects(
    queryable,
    outgoings.flatMap(({ subjects }) => subjects),
  );
  let from = 0;
  return outgoings.map((outgoing) => {
    const subjects = present.slice(from, (from += outgoing.subjects.length));
    // A status is what is attested: it says of its person no more than whom it is about.
    return outgoing.aboutSubject === undefined ? { ...outgoing, subjects } : outgoing;
  });
};

/**
 * The people as the originator asks about them. What is only said to those who hold the item already (a correction, a withdrawal, a
 * status) is not stopped by what it makes known: a record that was sealed is still taken back.
 */
export const askedAbout = ({ subjects, about, aboutSubject }: Outgoing): SubjectFacts[] =>
  about === undefined && aboutSubject === undefined ? subjects : subjects.map(withoutStatus);

const withoutStatus = ({ ref, category, cases }: OutgoingSubject): SubjectFacts => ({ ref, category, cases });
