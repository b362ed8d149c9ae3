// A place in one person's list under one set of filters: nobody else's cursor opens here, nor one of another search.
import { canonicalJson, openCursor, sealCursor } from '@gatehouse/crypto';
import { Problem, type RequestContext } from '@gatehouse/service-kit';
import type { Agency } from './agency.ts';

/** The last row shown: its sorting value and its reference. */
export interface Place {
  by: string;
  reference: string;
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
export const placeOf = async (
  agency: Agency,
  asked: RequestContext,
  listing: Listing,
  cursor: string | undefined,
): Promise<Place | null> => {
  if (cursor === undefined) return null;
  try {
    return (await openCursor(agency.keys.cursor, scopeOf(asked, listing), cursor)) as Place;
  } catch (cause) {
    throw new Problem('cursor-invalid', { cause });
  }
};

/** The cursor behind the last of the rows shown; null when these were the last ones. */
export const nextOf = async <Row>(
  agency: Agency,
  asked: RequestContext,
  listing: Listing,
  { rows, limit, place }: { rows: Row[]; limit: number; place: (row: Row) => Place },
): Promise<string | null> => {
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return null;
  return sealCursor(agency.keys.cursor, scopeOf(asked, listing), { ...place(last) });
};
