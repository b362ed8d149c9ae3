// The service as a process starts it: HTTP and workers, alone or beside others.
import { inbox } from '@gatehouse/inbox';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { PoliceLiaisonModule } from './police-liaison.module.ts';
import { toForeignFacts, toProduct } from './sharing.ts';

export const SERVICE = 'police-liaison';

/** Opens the service for its police; `start()` sets its workers going once its port is open. */
export const createPoliceLiaison = (config: SharingServiceConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PoliceLiaisonModule.register(agency, config.databaseUrl),
    parts: { toProduct, toForeignFacts, projections: [inbox] },
  });
