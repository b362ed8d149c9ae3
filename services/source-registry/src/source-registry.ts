// The service as a process starts it. It maps nothing to a product and takes nothing in, so it has no lane: policy bundles
// come, audit records go, and that is all that ever passes its bus.
import type { ItemKeyStore, KeyStoreAt } from '@gatehouse/event-store';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Agency } from '@gatehouse/sharing';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { adoptSourceKeys } from './adopt-source-keys.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { veiled } from './names.ts';
import { projections } from './projections.ts';
import { SourceRegistryModule } from './source-registry.module.ts';
import { Vault } from './vault.ts';

export const SERVICE = 'source-registry';

export interface SourceRegistryConfig extends Omit<SharingServiceConfig, 'auditSubjectKey'> {
  /** the keys of sources, and the vault key that wraps them: this service's alone, in no database and no backup of one */
  itemKeys: KeyStoreAt;
}

/** Opens the registry for its prison service; `start()` sets its workers going once its port is open. */
export const createSourceRegistry = (config: SourceRegistryConfig): Promise<SharingService> => {
  const identity = veiled(config.identity, config.keys.pseudonym);
  // No key for references to people: its audit records name none (see source/run-on-source.ts).
  return openSharingService(
    { ...config, identity, auditSubjectKey: null },
    {
      prepare: (agency) => adoptSourceKeys(agency.pool, keysIn(agency)),
      module: (agency) => SourceRegistryModule.register(agency, config.databaseUrl, new Vault(keysIn(agency))),
      parts: { projections },
      eventTypes,
      database,
    },
  );
};

const keysIn = ({ itemKeys }: Agency): ItemKeyStore => {
  if (itemKeys) return itemKeys;
  throw new TerminalFault('the source registry needs a key store', { code: 'item-keys-not-given' });
};
