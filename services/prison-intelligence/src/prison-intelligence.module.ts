// The only place where the parts of this service are put together.
import { AuthzenModule } from '@gatehouse/authzen';
import { ConsentModule } from '@gatehouse/consent';
import { DutyRotaModule } from '@gatehouse/escalation';
import { ExplanationModule } from '@gatehouse/explanation';
import { InboxModule } from '@gatehouse/inbox';
import { LiaisonModule } from '@gatehouse/liaison';
import { ParkingModule } from '@gatehouse/parking';
import { PersonnelModule } from '@gatehouse/personnel';
import { readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { StandingModule } from '@gatehouse/standing';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AGENCY, READ_MODEL } from './agency.ts';
import { ActionableAlertController } from './actionable-alert/actionable-alert.controller.ts';
import { ActionableRows } from './actionable-alert/actionable-alert.rows.ts';
import { WorkOnAlertHandler } from './actionable-alert/work-on-alert.ts';
import { AlertBoardController } from './alert-board/alert-board.controller.ts';
import { AlertBoardRows } from './alert-board/alert-board.rows.ts';
import { ExpireAlerts } from './alert-board/expire-alerts.ts';
import { database, ownRows } from './database.ts';
import { ReportDisclosuresController } from './disclosure-board/report-disclosures.controller.ts';
import { AcknowledgeDisseminatedHandler } from './disseminated-report/acknowledge-disseminated.ts';
import { DisseminatedReportController } from './disseminated-report/disseminated-report.controller.ts';
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
import { SpecialCategoryController } from './intelligence-report/special-category.controller.ts';
import {
  CloseRequirementHandler,
  IssueRequirementHandler,
} from './intelligence-requirement/intelligence-requirement.commands.ts';
import { IntelligenceRequirementController } from './intelligence-requirement/intelligence-requirement.controller.ts';
import { ReportRegisterController } from './report-register/report-register.controller.ts';
import { ActOnObservationHandler } from './security-information-report/observation-commands.ts';
import { ObservationController } from './security-information-report/observation.controller.ts';
import { ObservationQueueController } from './security-information-report/observation-queue.controller.ts';
import { ImportLinesController } from './report-import/import-lines.controller.ts';
import { ChangeImportHandler } from './report-import/report-import.commands.ts';
import { ReportImportController } from './report-import/report-import.controller.ts';
import { DecideProposalHandler } from './regrade-proposal/decide-proposal.ts';
import { RegradeProposalController } from './regrade-proposal/regrade-proposal.controller.ts';
import { AttestSubjectStatusHandler } from './subject/attest-subject-status.ts';
import { loadHeld } from './load-held.ts';
import { CONSENT_REQUESTS, RECEIVED, toProduct } from './sharing.ts';
import { SubjectController } from './subject/subject.controller.ts';

@Module({})
export class PrisonIntelligenceModule {
  static register(agency: Agency, databaseUrl: string, instrumentKeeper: string): DynamicModule {
    return {
      module: PrisonIntelligenceModule,
      imports: [
        CqrsModule.forRoot(),
        AuthzenModule.register({ agency, load: (id, person) => loadHeld(agency, id, person) }),
        ExplanationModule.register({ agency, load: (id, person) => loadHeld(agency, id, person) }),
        DutyRotaModule.register(agency),
        PersonnelModule.register(agency),
        ParkingModule.register(agency),
        StandingModule.register(agency),
        LiaisonModule.register(agency, instrumentKeeper),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, database.readModel) }),
        InboxModule.register(agency, {
          readModel: READ_MODEL,
          products: RECEIVED,
          feedback: false,
          consent: true,
          emergency: true,
        }),
        TypeOrmModule.forFeature(ownRows, READ_MODEL),
        ConsentModule.register(agency, { readModel: READ_MODEL, requests: CONSENT_REQUESTS, toProduct }),
      ],
      controllers: [
        IntelligenceReportController,
        DisseminationController,
        ReportRetentionController,
        SpecialCategoryController,
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
