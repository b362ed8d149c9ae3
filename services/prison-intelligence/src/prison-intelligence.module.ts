// The only place where the parts of this service are put together.
import { DutyRotaModule } from '@gatehouse/escalation';
import { InboxModule, inboxReadModel } from '@gatehouse/inbox';
import { ParkingModule } from '@gatehouse/parking';
import { PersonnelModule } from '@gatehouse/personnel';
import { readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AGENCY, READ_MODEL } from './agency.ts';
import { ActionableAlertController } from './actionable-alert/actionable-alert.controller.ts';
import { ActionableRows } from './actionable-alert/actionable-alert.rows.ts';
import { WorkOnAlertHandler } from './actionable-alert/work-on-alert.ts';
import { AlertBoardController } from './alert-board/alert-board.controller.ts';
import { AlertBoardRow } from './alert-board/alert-board.entity.ts';
import { AlertBoard1763683200000 } from './alert-board/alert-board.migration.ts';
import { AlertBoardRows } from './alert-board/alert-board.rows.ts';
import { ExpireAlerts } from './alert-board/expire-alerts.ts';
import { DisclosedItemRow } from './disclosure-board/disclosure-board.entity.ts';
import { DisclosureBoard1764201600000 } from './disclosure-board/disclosure-board.migration.ts';
import { ReportDisclosuresController } from './disclosure-board/report-disclosures.controller.ts';
import { AcknowledgeDisseminatedHandler } from './disseminated-report/acknowledge-disseminated.ts';
import { DisseminatedReportController } from './disseminated-report/disseminated-report.controller.ts';
import { DisseminatedReportRow } from './disseminated-report/disseminated-report.entity.ts';
import { DisseminatedReport1764210000000 } from './disseminated-report/disseminated-report.migration.ts';
import { DisseminatedReportRows } from './disseminated-report/disseminated-report.rows.ts';
import { ClearAlertHandler } from './intelligence-alert/clear-alert.ts';
import { IntelligenceAlertController } from './intelligence-alert/intelligence-alert.controller.ts';
import { PreviewAlertHandler } from './intelligence-alert/preview-alert.ts';
import { RaiseAlertHandler } from './intelligence-alert/raise-alert.ts';
import { RenewAlertHandler } from './intelligence-alert/renew-alert.ts';
import { ActOnReportHandler } from './intelligence-report/act-on-report.ts';
import { DisseminateReportHandler, PreviewReportHandler } from './intelligence-report/disseminate-report.ts';
import { DisseminationController } from './intelligence-report/dissemination.controller.ts';
import { EvaluateReportHandler } from './intelligence-report/evaluate-report.ts';
import { IntelligenceReportController } from './intelligence-report/intelligence-report.controller.ts';
import { ReportRetentionController } from './intelligence-report/report-retention.controller.ts';
import {
  CloseRequirementHandler,
  IssueRequirementHandler,
} from './intelligence-requirement/intelligence-requirement.commands.ts';
import { IntelligenceRequirementController } from './intelligence-requirement/intelligence-requirement.controller.ts';
import { RequirementRow } from './intelligence-requirement/intelligence-requirement.entity.ts';
import { IntelligenceRequirement1763776800000 } from './intelligence-requirement/intelligence-requirement.migration.ts';
import { KnownName1763769600000 } from './known-names/known-name.migration.ts';
import { ReportRegisterController } from './report-register/report-register.controller.ts';
import { ReportRow } from './report-register/report-register.entity.ts';
import { ReportRegister1763780400000 } from './report-register/report-register.migration.ts';
import { ActOnObservationHandler } from './security-information-report/observation-commands.ts';
import { ObservationController } from './security-information-report/observation.controller.ts';
import { ObservationQueueController } from './security-information-report/observation-queue.controller.ts';
import { ObservationRow } from './security-information-report/observation-queue.entity.ts';
import { ObservationQueue1763773200000 } from './security-information-report/observation-queue.migration.ts';
import { ImportLinesController } from './report-import/import-lines.controller.ts';
import { ChangeImportHandler } from './report-import/report-import.commands.ts';
import { ReportImportController } from './report-import/report-import.controller.ts';
import { DecideProposalHandler } from './regrade-proposal/decide-proposal.ts';
import { RegradeProposalController } from './regrade-proposal/regrade-proposal.controller.ts';
import { RegradeProposalRow } from './regrade-proposal/regrade-proposal.entity.ts';
import { RegradeProposal1764201700000 } from './regrade-proposal/regrade-proposal.migration.ts';
import { AttestSubjectStatusHandler } from './subject/attest-subject-status.ts';
import { RECEIVED } from './sharing.ts';
import { SubjectController } from './subject/subject.controller.ts';

@Module({})
export class PrisonIntelligenceModule {
  static register(agency: Agency, databaseUrl: string): DynamicModule {
    const entities = [
      AlertBoardRow,
      DisclosedItemRow,
      DisseminatedReportRow,
      RegradeProposalRow,
      ReportRow,
      ObservationRow,
      RequirementRow,
    ];
    const readModel = {
      entities: [...entities, ...inboxReadModel.entities],
      migrations: [
        AlertBoard1763683200000,
        KnownName1763769600000,
        ObservationQueue1763773200000,
        IntelligenceRequirement1763776800000,
        ReportRegister1763780400000,
        DisclosureBoard1764201600000,
        RegradeProposal1764201700000,
        DisseminatedReport1764210000000,
        ...inboxReadModel.migrations,
      ],
    };
    return {
      module: PrisonIntelligenceModule,
      imports: [
        CqrsModule.forRoot(),
        DutyRotaModule.register(agency),
        PersonnelModule.register(agency),
        ParkingModule.register(agency),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, readModel) }),
        InboxModule.register(agency, { readModel: READ_MODEL, products: RECEIVED, feedback: false }),
        TypeOrmModule.forFeature(entities, READ_MODEL),
      ],
      controllers: [
        IntelligenceReportController,
        DisseminationController,
        ReportRetentionController,
        ReportRegisterController,
        ReportDisclosuresController,
        ObservationController,
        ObservationQueueController,
        IntelligenceRequirementController,
        IntelligenceAlertController,
        AlertBoardController,
        ActionableAlertController,
        DisseminatedReportController,
        RegradeProposalController,
        ReportImportController,
        ImportLinesController,
        SubjectController,
      ],
      providers: [
        { provide: AGENCY, useValue: agency },
        EvaluateReportHandler,
        ActOnReportHandler,
        PreviewReportHandler,
        DisseminateReportHandler,
        ActOnObservationHandler,
        IssueRequirementHandler,
        CloseRequirementHandler,
        PreviewAlertHandler,
        RaiseAlertHandler,
        ChangeImportHandler,
        RenewAlertHandler,
        ClearAlertHandler,
        AlertBoardRows,
        ExpireAlerts,
        ActionableRows,
        WorkOnAlertHandler,
        DisseminatedReportRows,
        AcknowledgeDisseminatedHandler,
        DecideProposalHandler,
        AttestSubjectStatusHandler,
      ],
    };
  }
}
