// The service as a process starts it: HTTP and workers, alone or beside others.
import { Escalation, escalationMigrations, NO_CHANNELS, type NoticeSettings } from '@gatehouse/escalation';
import { inbox } from '@gatehouse/inbox';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { alertBoard } from './alert-board/alert-board.projection.ts';
import { toClock } from './clocks.ts';
import { disseminatedReports } from './disseminated-report/disseminated-report.projection.ts';
import { disclosureBoard } from './disclosure-board/disclosure-board.projection.ts';
import { requirementList } from './intelligence-requirement/intelligence-requirement.projection.ts';
import { knownNames } from './known-names/known-names.projection.ts';
import { PrisonIntelligenceModule } from './prison-intelligence.module.ts';
import { regradeProposals } from './regrade-proposal/regrade-proposal.projection.ts';
import { Importer } from './report-import/importer.ts';
import { intakeMigrations } from './report-import/intake-migrations.ts';
import { reportRegister } from './report-register/report-register.projection.ts';
import { observationQueue } from './security-information-report/observation-queue.projection.ts';
import { toForeignFacts, toProduct } from './sharing.ts';

export const SERVICE = 'prison-intelligence';

export interface PrisonIntelligenceConfig extends SharingServiceConfig {
  /** whose rota is asked where an item names no unit */
  dutyUnit: string;
  /** units whose rotas are asked for posts of the own people, such as the governor */
  unitOfPost?: Readonly<Record<string, string>>;
  /** how people are told; without it every call is an alarm */
  notices?: NoticeSettings;
}

/** Opens the service for its prison service; `start()` sets its workers going once its port is open. */
export const createPrisonIntelligence = ({
  dutyUnit,
  unitOfPost = {},
  notices = NO_CHANNELS,
  ...config
}: PrisonIntelligenceConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PrisonIntelligenceModule.register(agency, config.databaseUrl),
    migrations: [escalationMigrations, intakeMigrations],
    alongside: (agency, onFault) => [
      new Escalation(agency, { toClock, dutyUnit, unitOfPost, notices, onFault }),
      new Importer(agency, onFault),
    ],
    parts: {
      toProduct,
      toForeignFacts,
      projections: [
        alertBoard,
        disclosureBoard,
        disseminatedReports,
        regradeProposals,
        reportRegister,
        knownNames,
        observationQueue,
        requirementList,
        inbox,
      ],
    },
  });
