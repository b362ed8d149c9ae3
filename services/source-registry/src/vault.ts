// Where the words are that could name a source. Promise: identity, handler, contacts, reasons and assessments stand in
// this database only sealed under the source's own key, and that key only wrapped by the vault key, which no database and
// no other service has.
import { makeItemKey, unwrapItemKey, type ItemKey } from '@gatehouse/crypto';
import type { Queryable } from '@gatehouse/event-store';
import { TerminalFault } from '@gatehouse/service-kit/faults';

export class Vault {
  /** @param vaultKey base64url, 32 bytes; this service's alone */
  constructor(private readonly vaultKey: string) {}

  /** A key for a source that is about to be registered; `keep` writes it with the registration's own transaction. */
  fresh(sourceId: string): { key: ItemKey; keep: (client: Queryable, at: Date) => Promise<void> } {
    const { key, wrapped } = makeItemKey(this.vaultKey, sourceId);
    const keep = async (client: Queryable, at: Date): Promise<void> => {
      await client.query('insert into vault.source_key (source_id, wrapped, kept_at) values ($1, $2, $3)', [
        sourceId,
        wrapped,
        at,
      ]);
    };
    return { key, keep };
  }

  /**
   * The key of a source. For an id that names nothing a key that opens nothing: one query either way, so that what a
   * caller may not know of takes the same steps as what does not exist.
   * @throws CryptoFault 'malformed' when the kept key was changed or belongs to another vault
   */
  async keyOf(queryable: Queryable, sourceId: string): Promise<ItemKey> {
    const wrapped = await wrappedKey(queryable, sourceId);
    return wrapped === null
      ? makeItemKey(this.vaultKey, sourceId).key
      : unwrapItemKey(this.vaultKey, sourceId, wrapped);
  }

  /** The keys of these sources. @throws TerminalFault 'source-key-lost' for one that has none any more */
  async keysOf(queryable: Queryable, sourceIds: string[]): Promise<Map<string, ItemKey>> {
    const { rows } = await queryable.query<{ source_id: string; wrapped: string }>(
      'select source_id, wrapped from vault.source_key where source_id = any($1::uuid[])',
      [sourceIds],
    );
    const keys = new Map(rows.map((row) => [row.source_id, unwrapItemKey(this.vaultKey, row.source_id, row.wrapped)]));
    if (sourceIds.some((id) => !keys.has(id)))
      throw new TerminalFault('a source has no key any more: nothing of it can be opened', { code: 'source-key-lost' });
    return keys;
  }
}

const wrappedKey = async (queryable: Queryable, sourceId: string): Promise<string | null> => {
  const { rows } = await queryable.query<{ wrapped: string }>(
    'select wrapped from vault.source_key where source_id = $1',
    [sourceId],
  );
  return rows[0]?.wrapped ?? null;
};
