// Events of a running service's store, opened with its keys: for a test that looks for what they say.
import { currentData, knowEvents, sealWith, type EventTypes, type StoredData } from '@gatehouse/event-store';
import { openKeyStore } from '@gatehouse/item-keys';
import { openKeys, type ServiceName } from '@gatehouse/start';
import { join } from 'node:path';
import type pg from 'pg';

export interface KeptIn {
  namespace: string;
  keysFolder: string;
  itemKeysFolder: string;
}

/** Lets a pool of a test open a service's events. @returns what closes its key store */
export const openEventsOf = async (
  pool: pg.Pool,
  service: ServiceName,
  eventTypes: readonly EventTypes[],
  { namespace, keysFolder, itemKeysFolder }: KeptIn,
): Promise<() => void> => {
  const { ofItems } = await openKeys(keysFolder, namespace);
  const agencyKey = ofItems[service];
  if (agencyKey === undefined) throw new Error(`${service} keeps no keys of items`);
  const { rows } = await pool.query<{ id: string }>('select id from store.key_store');
  const keys = await openKeyStore(
    { file: join(itemKeysFolder, service, 'item-keys.sqlite'), agencyKey },
    rows[0]?.id ?? null,
  );
  knowEvents(pool, ...eventTypes);
  sealWith(pool, keys);
  return () => keys.close();
};

/** What the events of a type say, in the order in which they came; committed ones, also above the readers' horizon. */
export const whatSays = async <D extends object>(pool: pg.Pool, type: string): Promise<D[]> => {
  const { rows } = await pool.query<StoredData>(
    'select event_id, stream_id, type, type_version, data from store.events where type = $1 order by sequence',
    [type],
  );
  return rows.map((row) => currentData(pool, row)).filter((data) => data !== null) as D[];
};
