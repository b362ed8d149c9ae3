// All that stands in this service's database. Its owner makes it; the service finds it there.
import { consentReadModel } from '@gatehouse/consent';
import { escalationMigrations } from '@gatehouse/escalation';
import { inboxReadModel } from '@gatehouse/inbox';
import type { ReadModel } from '@gatehouse/projections';
import { agencyMigrations } from '@gatehouse/sharing';
import { PoliceReportRow } from './police-register/police-register.entity.ts';
import { PoliceRegister1763787600000 } from './police-register/police-register.migration.ts';

const readModel: ReadModel = {
  entities: [...inboxReadModel.entities, ...consentReadModel.entities, PoliceReportRow],
  migrations: [...inboxReadModel.migrations, ...consentReadModel.migrations, PoliceRegister1763787600000],
};

export const database = { migrations: [...agencyMigrations, escalationMigrations], readModel };
