// The service as a process starts it: HTTP and workers, alone or beside others.
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { alertBoard } from './alert-board/alert-board.projection.ts';
import { Importer } from './report-import/importer.ts';
import { intakeMigrations } from './report-import/intake-migrations.ts';
import { PrisonIntelligenceModule } from './prison-intelligence.module.ts';
import { toProduct } from './sharing.ts';

export const SERVICE = 'prison-intelligence';

/** Opens the service for its prison service; `start()` sets its workers going once its port is open. */
export const createPrisonIntelligence = (config: SharingServiceConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PrisonIntelligenceModule.register(agency, config.databaseUrl),
    parts: { toProduct, projections: [alertBoard] },
    migrations: [intakeMigrations],
    workers: (agency, onFault) => [new Importer(agency, onFault)],
  });
