// The service as a process starts it: HTTP and workers, alone or beside others.
import { Escalation, NO_CHANNELS, type NoticeSettings } from '@gatehouse/escalation';
import { liaisonDesk } from '@gatehouse/liaison';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { toClock } from './clocks.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { PrisonIntelligenceModule } from './prison-intelligence.module.ts';
import { Importer } from './report-import/importer.ts';
import { projections } from './projections.ts';
import { toForeignFacts, toProduct } from './sharing.ts';
import { presentSubjects } from './subject/subject-facts.ts';

export const SERVICE = 'prison-intelligence';

export interface PrisonIntelligenceConfig extends SharingServiceConfig {
  /** whose rota is asked where an item names no unit */
  dutyUnit: string;
  /** units whose rotas are asked for posts of the own people, such as the governor */
  unitOfPost?: Readonly<Record<string, string>>;
  /** the party that keeps the instruments, and tells what becomes of them */
  instrumentKeeper: string;
  /** how people are told; without it every call is an alarm */
  notices?: NoticeSettings;
}

/** Opens the service for its prison service; `start()` sets its workers going once its port is open. */
export const createPrisonIntelligence = ({
  dutyUnit,
  unitOfPost = {},
  notices = NO_CHANNELS,
  instrumentKeeper,
  ...config
}: PrisonIntelligenceConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PrisonIntelligenceModule.register(agency, config.databaseUrl, instrumentKeeper),
    eventTypes,
    database,
    presentSubjects,
    alongside: (agency, onFault) => [
      new Escalation(agency, { toClock, dutyUnit, unitOfPost, notices, onFault }),
      new Importer(agency, onFault),
      liaisonDesk(agency, config.bus, instrumentKeeper, onFault),
    ],
    parts: {
      toProduct,
      toForeignFacts,
      projections,
    },
  });
