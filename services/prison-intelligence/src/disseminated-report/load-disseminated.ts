// A disseminated report or a notice about one as its own readers are decided on it: its stream as it stands, the reader's own earlier
// openings, what of a notice he may be told, who acknowledged, and how its people stand now. As many queries for an id that names nothing.
import { readStream } from '@gatehouse/event-store';
import {
  eachWithPresentSubjects,
  ownItem,
  ownRecipient,
  type Agency,
  type Asked,
  type HeldItem,
  type Outgoing,
} from '@gatehouse/sharing';
import { reportStream } from '../intelligence-report/intelligence-report.events.ts';
import { acknowledgements, type Acknowledgement } from './acknowledgements.ts';
import { itemsOfReport, type ItemOfReport } from './item-of-report.ts';

export interface LoadedDisseminated {
  held: HeldItem | null;
  corrections: ItemOfReport['corrections'];
  /** the first of the reader's posts */
  acknowledged: Acknowledgement | null;
}

export const loadDisseminated = async (
  agency: Agency,
  itemId: string,
  { person, roles }: Asked['caller'],
): Promise<LoadedDisseminated> => {
  const { pool } = agency;
  const found = await pool.query<{ report_urn: string }>(
    'select report_urn from read.disseminated_report where item_id = $1',
    [itemId],
  );
  const events = await readStream(pool, reportStream(found.rows[0]?.report_urn ?? 'none'));
  const opened = await pool.query<{ opened_at: Date }>(
    'select opened_at from sharing.opened where item_id = $1 and person = $2',
    [itemId, person],
  );
  const item = itemsOfReport(events).find(({ outgoing }) => outgoing.item.id === itemId);
  const known = await heldByPosts(agency, roles, derivedItems(item?.outgoing));
  const acknowledged = (await acknowledgements(agency, [itemId], roles)).get(itemId) ?? null;
  const [present] = await eachWithPresentSubjects(agency, pool, item ? [item.outgoing] : []);
  if (!item || !present) return { held: null, corrections: [], acknowledged };
  const openedBefore = opened.rows.map(({ opened_at }) => ({ person, at: opened_at.toISOString() }));
  const held = ownItem(agency, item.event, naming(present, known), openedBefore);
  const sealedUnder = reportStream(found.rows[0]?.report_urn ?? 'none');
  return { held: { ...held, sealedUnder, withdrawn: item.withdrawn }, corrections: item.corrections, acknowledged };
};

const derivedItems = (outgoing: Outgoing | undefined): string[] =>
  (outgoing?.item.payload as { derivedItems?: string[] } | undefined)?.derivedItems ?? [];

/** A notice names to a reader only what was disclosed to him: the rest would tell him that it exists. */
const naming = (outgoing: Outgoing, known: string[]): Outgoing => {
  const payload = outgoing.item.payload as { derivedItems?: string[] };
  return payload.derivedItems
    ? { ...outgoing, item: { ...outgoing.item, payload: { ...payload, derivedItems: known } } }
    : outgoing;
};

const heldByPosts = async (agency: Agency, roles: string[], items: string[]): Promise<string[]> => {
  const { rows } = await agency.pool.query<{ item_id: string }>(
    'select distinct item_id from sharing.holder where recipient = any($1) and item_id = any($2) order by item_id',
    [roles.map((role) => ownRecipient(agency, role)), items],
  );
  return rows.map(({ item_id }) => item_id);
};
