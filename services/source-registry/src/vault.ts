// Where the words are that could name a source. Promise: identity, handler, contacts, reasons and assessments stand in
// this service's database only sealed under the source's own key, and that key stands outside it, in the service's key store.
import { makeItemKey, type ItemKey } from '@gatehouse/crypto';
import type { ItemKeyStore } from '@gatehouse/event-store';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { randomBytes } from 'node:crypto';

export class Vault {
  constructor(private readonly keys: ItemKeyStore) {}

  /** A key for a source that is about to be registered. It is durable, and opens nothing where the registration fails. */
  async fresh(sourceId: string): Promise<ItemKey> {
    return usable((await this.keys.make([sourceId])).get(sourceId));
  }

  /**
   * The key of a source. For an id that names nothing a key that opens nothing: one look-up either way, so that what a
   * caller may not know of takes the same steps as what does not exist.
   * @throws TerminalFault 'source-key-lost' for a source that was forgotten; CryptoFault 'malformed' when the kept key was changed or
   *   belongs to another vault
   */
  keyOf(sourceId: string): ItemKey {
    const found = this.keys.keysOf([sourceId]).get(sourceId);
    return found === undefined ? makeItemKey(randomBytes(32).toString('base64url'), sourceId).key : usable(found);
  }

  /** The keys of these sources. @throws TerminalFault 'source-key-lost' for one that has none any more */
  keysOf(sourceIds: string[]): Map<string, ItemKey> {
    const found = this.keys.keysOf(sourceIds);
    return new Map(sourceIds.map((sourceId) => [sourceId, usable(found.get(sourceId))]));
  }
}

const usable = (found: ItemKey | 'destroyed' | undefined): ItemKey => {
  if (found !== undefined && found !== 'destroyed') return found;
  throw new TerminalFault('a source has no key any more: nothing of it can be opened', { code: 'source-key-lost' });
};
