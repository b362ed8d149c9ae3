// The service as a process starts it. It maps nothing to a product and takes nothing in, so it has no lane: policy bundles
// come, audit records go, and that is all that ever passes its bus.
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { veiled } from './names.ts';
import { projections } from './projections.ts';
import { SourceRegistryModule } from './source-registry.module.ts';
import { Vault } from './vault.ts';

export const SERVICE = 'source-registry';

export interface SourceRegistryConfig extends Omit<SharingServiceConfig, 'auditSubjectKey'> {
  /** base64url, 32 bytes: wraps the keys of sources; this service's alone, in no database and no backup of one */
  vaultKey: string;
}

/** Opens the registry for its prison service; `start()` sets its workers going once its port is open. */
export const createSourceRegistry = ({ vaultKey, ...config }: SourceRegistryConfig): Promise<SharingService> => {
  const identity = veiled(config.identity, config.keys.pseudonym);
  // No key for references to people: its audit records name none (see source/run-on-source.ts).
  return openSharingService(
    { ...config, identity, auditSubjectKey: null },
    {
      module: (agency) => SourceRegistryModule.register(agency, config.databaseUrl, new Vault(vaultKey)),
      parts: { projections },
      eventTypes,
      database,
    },
  );
};
