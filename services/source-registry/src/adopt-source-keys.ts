// Versions before this one kept the wrapped keys of sources in the database, whose backups bring a destroyed key back. They are moved to
// the key store at the first start, and leave the database when they are durable there.
import type { ItemKeyStore } from '@gatehouse/event-store';
import type pg from 'pg';

const AT_A_TIME = 500;

/** @throws CryptoFault 'malformed' for a row that the vault key did not wrap: then nothing of its batch is moved */
export const adoptSourceKeys = async (pool: pg.Pool, keys: ItemKeyStore): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ itemId: string; wrapped: string }>(
      'select source_id as "itemId", wrapped from vault.source_key limit $1',
      [AT_A_TIME],
    );
    if (rows.length === 0) return;
    keys.adopt(rows);
    await pool.query('delete from vault.source_key where source_id = any($1::uuid[])', [
      rows.map(({ itemId }) => itemId),
    ]);
  }
};
