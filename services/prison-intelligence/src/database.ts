// All that stands in this service's database. Its owner makes it; the service finds it there.
import { consentReadModel } from '@gatehouse/consent';
import { escalationMigrations } from '@gatehouse/escalation';
import { inboxReadModel } from '@gatehouse/inbox';
import type { ReadModel } from '@gatehouse/projections';
import { agencyMigrations } from '@gatehouse/sharing';
import { AlertBoardRow } from './alert-board/alert-board.entity.ts';
import { AlertBoard1763683200000 } from './alert-board/alert-board.migration.ts';
import { DisclosedItemRow } from './disclosure-board/disclosure-board.entity.ts';
import { DisclosureBoard1764201600000 } from './disclosure-board/disclosure-board.migration.ts';
import { DisclosureUses1764240000000 } from './disclosure-board/disclosure-uses.migration.ts';
import { DisseminatedReportRow } from './disseminated-report/disseminated-report.entity.ts';
import { DisseminatedReport1764210000000 } from './disseminated-report/disseminated-report.migration.ts';
import { RequirementRow } from './intelligence-requirement/intelligence-requirement.entity.ts';
import { IntelligenceRequirement1763776800000 } from './intelligence-requirement/intelligence-requirement.migration.ts';
import { KnownName1763769600000 } from './known-names/known-name.migration.ts';
import { ReportRow } from './report-register/report-register.entity.ts';
import { ReportRegister1763780400000 } from './report-register/report-register.migration.ts';
import { ObservationRow } from './security-information-report/observation-queue.entity.ts';
import { ObservationQueue1763773200000 } from './security-information-report/observation-queue.migration.ts';
import { RegradeProposalRow } from './regrade-proposal/regrade-proposal.entity.ts';
import { ProposalFacts1764213600000 } from './regrade-proposal/proposal-facts.migration.ts';
import { RegradeProposal1764201700000 } from './regrade-proposal/regrade-proposal.migration.ts';
import { intakeMigrations } from './report-import/intake-migrations.ts';

/** Rows of the service's own read models. */
export const ownRows = [
  AlertBoardRow,
  DisclosedItemRow,
  DisseminatedReportRow,
  RegradeProposalRow,
  ReportRow,
  ObservationRow,
  RequirementRow,
];

const readModel: ReadModel = {
  entities: [...ownRows, ...inboxReadModel.entities, ...consentReadModel.entities],
  migrations: [
    AlertBoard1763683200000,
    KnownName1763769600000,
    ObservationQueue1763773200000,
    IntelligenceRequirement1763776800000,
    ReportRegister1763780400000,
    DisclosureBoard1764201600000,
    DisclosureUses1764240000000,
    RegradeProposal1764201700000,
    DisseminatedReport1764210000000,
    ProposalFacts1764213600000,
    ...consentReadModel.migrations,
    ...inboxReadModel.migrations,
  ],
};

export const database = { migrations: [...agencyMigrations, escalationMigrations, intakeMigrations], readModel };
