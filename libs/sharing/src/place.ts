// A place in one person's list under one set of filters: nobody else's cursor opens here, nor one of another search.
import { canonicalJson, openCursor, sealCursor } from '@gatehouse/crypto';
import { Problem, type RequestContext } from '@gatehouse/service-kit';
import type { Agency } from './agency.ts';

/** The last row shown: its sorting value and its reference. */
export interface Place {
  by: string;
  reference: string;
}

/** The last row shown, in a list that is numbered. */
export interface Position {
  position: string;
}

export interface Listing {
  list: string;
  filters: object;
}

const scopeOf = ({ caller, service }: RequestContext, { list, filters }: Listing): string =>
  `${service}.${list}:${caller.person}:${canonicalJson(filters)}`;

/**
 * Where a page begins; null at the first.
 * @throws Problem `cursor-invalid`
 */
export const placeOf = async <P extends object = Place>(
  agency: Agency,
  asked: RequestContext,
  listing: Listing,
  cursor: string | undefined,
): Promise<P | null> => {
  if (cursor === undefined) return null;
  try {
    return (await openCursor(agency.keys.cursor, scopeOf(asked, listing), cursor)) as P;
  } catch (cause) {
    throw new Problem('cursor-invalid', { cause });
  }
};

/** The cursor of a place; null where nothing follows. */
export const cursorTo = async (
  agency: Agency,
  asked: RequestContext,
  listing: Listing,
  place: object | null | undefined,
): Promise<string | null> => (place ? sealCursor(agency.keys.cursor, scopeOf(asked, listing), { ...place }) : null);

/** The cursor behind the last of the rows shown; null when these were the last ones. */
export const nextOf = async <Row>(
  agency: Agency,
  asked: RequestContext,
  listing: Listing,
  { rows, limit, place }: { rows: Row[]; limit: number; place: (row: Row) => Place },
): Promise<string | null> => {
  const last = rows[limit - 1];
  return cursorTo(agency, asked, listing, rows.length > limit && last ? place(last) : null);
};
