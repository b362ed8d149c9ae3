// A page of records: proven, with the place of the next one, and its reading recorded before it is shown.
import { openCursor, sealCursor } from '@gatehouse/crypto';
import type { Queryable } from '@gatehouse/event-store';
import type { RequestContext } from '@gatehouse/service-kit';
import type { Oversight } from '../oversight.ts';
import { readAudited, type Found } from './audited-reading.ts';
import { prove, type KeptRow, type ProvenRecord } from './kept-record.ts';

export interface Page {
  checkpoint: string;
  records: ProvenRecord[];
  next: string | null;
}

export interface PageAsked {
  limit: number;
  cursor: string | undefined;
  /** acts from this instant on (RFC 3339) */
  from: string | undefined;
  /** acts before this instant */
  to: string | undefined;
}

/** What a page is made of: one kind of question, put once or page by page. */
export interface Question {
  /** a cursor opens for the same person asking the same question alone */
  scope: string;
  page: PageAsked;
  /** in log order after a place, those still waiting last */
  rows: (client: Queryable, after: number, limit: number) => Promise<KeptRow[]>;
  about: Omit<Found<unknown>['about'], 'found'>;
}

/** Answers a question, a page of it. @throws CryptoFault 'cursor' for a cursor of another question or person */
export const pageOf = async (
  oversight: Oversight,
  asked: RequestContext,
  { scope: question, page, rows: find, about }: Question,
): Promise<{ answer: Page; promise: string }> => {
  const { cursor: key } = oversight.keys;
  const scope = `oversight.records:${asked.caller.person}:${question}:${page.from ?? ''}:${page.to ?? ''}`;
  const after = page.cursor === undefined ? -1 : await placeOf(key, scope, page.cursor);
  return readAudited(oversight, asked, async (client, publishedSize) => {
    const rows = await find(client, after, page.limit + 1);
    const proven = await prove(client, rows.slice(0, page.limit), publishedSize);
    // What still waits for its place in the log comes again after it: the cursor names a place.
    const last = proven.records.findLast(({ logIndex }) => logIndex !== null)?.logIndex ?? after;
    const next = rows.length > page.limit ? await sealCursor(key, scope, { after: last }) : null;
    return { answer: { ...proven, next }, about: { ...about, found: proven.records.length > 0 } };
  });
};

const placeOf = async (key: string, scope: string, cursor: string): Promise<number> => {
  const place = (await openCursor(key, scope, cursor)) as { after: number };
  return place.after;
};
