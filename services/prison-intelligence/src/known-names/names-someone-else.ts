// Whether a text names a person known here who has no business in it.
import type { Queryable } from '@gatehouse/event-store';
import { keysIn, namesOneOf } from './names-in-text.ts';

/** Whom the text may name. */
export interface NamedHere {
  subjectId: string;
  name: string;
  aliases: string[];
}

/**
 * Looks for names and aliases of everybody any report is about.
 * @param allowed the people the text is about; a namesake of one of them is not noticed
 */
export const namesSomeoneElse = async (
  queryable: Queryable,
  texts: string[],
  allowed: NamedHere[],
): Promise<boolean> => {
  const text = texts.join('\n| ');
  const { rows } = await queryable.query<{ name: string }>(
    'select distinct name from read.known_name where key = any($1) and subject_id <> all($2)',
    [keysIn(text), allowed.map(({ subjectId }) => subjectId)],
  );
  const own = allowed.flatMap(({ name, aliases }) => [name, ...aliases]);
  return namesOneOf(
    text,
    rows.map(({ name }) => name),
    own,
  );
};
