// Who of a reader's posts acknowledged an item first: from the ledger itself, so that nobody is asked for what he did a moment ago.
import { currentData, type StoredData } from '@gatehouse/event-store';
import { ledgerStream, ownRecipient, type Agency, type LedgerEvent } from '@gatehouse/sharing';

type DisclosureAcknowledged = Extract<LedgerEvent, { type: 'DisclosureAcknowledged' }>;

export interface Acknowledgement {
  by: string;
  at: string;
}

/** By item; none for what nobody of these posts acknowledged. One query. */
export const acknowledgements = async (
  agency: Agency,
  itemIds: string[],
  roles: string[],
): Promise<Map<string, Acknowledgement>> => {
  const streams = itemIds.flatMap((itemId) => roles.map((role) => ledgerStream(itemId, ownRecipient(agency, role))));
  const { rows } = await agency.pool.query<StoredData>(
    `select event_id, stream_id, type, type_version, data from store.events where stream_id = any($1) and type = 'DisclosureAcknowledged'
     order by data ->> 'at' desc`,
    [streams],
  );
  const given = rows.map((row) => currentData<DisclosureAcknowledged>(agency.pool, row)).filter((one) => one !== null);
  return new Map(given.map(({ itemId, by, at }) => [itemId, { by, at }]));
};
