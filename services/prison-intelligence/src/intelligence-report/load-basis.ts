// What a report is based on, as it stands now: reports of this service, and items other agencies disclosed to it.
import { readStream, type Queryable } from '@gatehouse/event-store';
import type { Envelope } from '@gatehouse/sharing';
import type { Handling } from '@gatehouse/handling';
import type { BasisPart } from './intelligence-report.events.ts';
import { asPart } from './intelligence-report.state.ts';
import { loadReport } from './load-report.ts';

/** One of the two. */
export interface Basis {
  reportUrn?: string;
  itemId?: string;
}

export type BasisState = { state: 'unknown' | 'not-approved' } | { state: 'withdrawn' | 'ready'; part: BasisPart };

/** @param party whose reports these are */
export const loadBasis = async (queryable: Queryable, party: string, basis: Basis): Promise<BasisState> => {
  if (basis.reportUrn !== undefined) return ownBasis(queryable, party, basis.reportUrn);
  return basis.itemId === undefined ? { state: 'unknown' } : receivedBasis(queryable, basis.itemId);
};

const ownBasis = async (queryable: Queryable, party: string, reportUrn: string): Promise<BasisState> => {
  const report = await loadReport(queryable, reportUrn);
  if (report.status === 'none') return { state: 'unknown' };
  const part = asPart(report, party);
  if (part === null) return { state: 'not-approved' };
  return { state: report.status === 'withdrawn' ? 'withdrawn' : 'ready', part };
};

/** The stream of an item another agency disclosed begins with its envelope. */
const receivedBasis = async (queryable: Queryable, itemId: string): Promise<BasisState> => {
  const events = await readStream(queryable, `received-item-${itemId}`);
  const envelope = events.map(({ data }) => (data as { envelope?: Envelope }).envelope).find(Boolean);
  if (!envelope) return { state: 'unknown' };
  const { originator, markers, destroyBy } = envelope;
  const handling = envelope.handling as Handling;
  const part = { itemId, reportUrn: null, originator, handling, markers, destroyBy };
  return { state: events.some(({ type }) => type === 'ItemWithdrawn') ? 'withdrawn' : 'ready', part };
};

/** The same parts as they stand now, and whether one was taken back since. */
export const currentBasis = async (
  queryable: Queryable,
  party: string,
  parts: BasisPart[],
): Promise<{ parts: BasisPart[]; withdrawn: boolean }> => {
  const states = await Promise.all(
    parts.map(({ reportUrn, itemId }) => loadBasis(queryable, party, reportUrn === null ? { itemId } : { reportUrn })),
  );
  return {
    // A report that went back to its sanitiser has no handling at the moment: what it had when it was used still binds.
    parts: states.map((now, place) => ('part' in now ? now.part : parts[place]!)),
    withdrawn: states.some(({ state }) => state !== 'ready'),
  };
};
