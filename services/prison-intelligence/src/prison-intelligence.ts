// The service as a process starts it: HTTP and workers, alone or beside others.
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { alertBoard } from './alert-board/alert-board.projection.ts';
import { disclosureBoard } from './disclosure-board/disclosure-board.projection.ts';
import { PrisonIntelligenceModule } from './prison-intelligence.module.ts';
import { regradeProposals } from './regrade-proposal/regrade-proposal.projection.ts';
import { toForeignFacts, toProduct } from './sharing.ts';

export const SERVICE = 'prison-intelligence';

/** Opens the service for its prison service; `start()` sets its workers going once its port is open. */
export const createPrisonIntelligence = (config: SharingServiceConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PrisonIntelligenceModule.register(agency, config.databaseUrl),
    parts: { toProduct, toForeignFacts, projections: [alertBoard, disclosureBoard, regradeProposals] },
  });
