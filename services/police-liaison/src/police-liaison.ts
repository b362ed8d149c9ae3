// The service as a process starts it: HTTP and workers, alone or beside others.
import { Escalation, NO_CHANNELS, type NoticeSettings } from '@gatehouse/escalation';
import { liaisonDesk } from '@gatehouse/liaison';
import { openSharingService, type SharingService, type SharingServiceConfig } from '@gatehouse/sharing/service';
import { toClock } from './clocks.ts';
import { database } from './database.ts';
import { eventTypes } from './event-types.ts';
import { PoliceLiaisonModule } from './police-liaison.module.ts';
import { projections } from './projections.ts';
import { toForeignFacts, toProduct } from './sharing.ts';

export const SERVICE = 'police-liaison';

export interface PoliceLiaisonConfig extends SharingServiceConfig {
  /** whose rota is asked when an item arrives */
  dutyUnit: string;
  /** the party that keeps the instruments, and tells what becomes of them */
  instrumentKeeper: string;
  /** units whose rotas are asked for posts of the own people, such as whoever protects the data */
  unitOfPost?: Readonly<Record<string, string>>;
  /** how people are told; without it every call is an alarm */
  notices?: NoticeSettings;
}

/** Opens the service for its police; `start()` sets its workers going once its port is open. */
export const createPoliceLiaison = ({
  dutyUnit,
  unitOfPost = {},
  notices = NO_CHANNELS,
  instrumentKeeper,
  ...config
}: PoliceLiaisonConfig): Promise<SharingService> =>
  openSharingService(config, {
    module: (agency) => PoliceLiaisonModule.register(agency, config.databaseUrl, instrumentKeeper),
    eventTypes,
    database,
    alongside: (agency, onFault) => [
      new Escalation(agency, { toClock, dutyUnit, unitOfPost, notices, onFault }),
      liaisonDesk(agency, config.bus, instrumentKeeper, onFault),
    ],
    parts: { toProduct, toForeignFacts, projections },
  });
