// The only place where the parts of this service are put together.
import { DutyRotaModule } from '@gatehouse/escalation';
import { readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AGENCY, READ_MODEL } from './agency.ts';
import { AlertBoardController } from './alert-board/alert-board.controller.ts';
import { AlertBoardRow } from './alert-board/alert-board.entity.ts';
import { AlertBoard1763683200000 } from './alert-board/alert-board.migration.ts';
import { IntelligenceAlertController } from './intelligence-alert/intelligence-alert.controller.ts';
import { RaiseAlertHandler } from './intelligence-alert/raise-alert.ts';
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
import { AttestSubjectStatusHandler } from './subject/attest-subject-status.ts';
import { SubjectController } from './subject/subject.controller.ts';

@Module({})
export class PrisonIntelligenceModule {
  static register(agency: Agency, databaseUrl: string): DynamicModule {
    const readModel = {
      entities: [AlertBoardRow, ReportRow, ObservationRow, RequirementRow],
      migrations: [
        AlertBoard1763683200000,
        KnownName1763769600000,
        ObservationQueue1763773200000,
        IntelligenceRequirement1763776800000,
        ReportRegister1763780400000,
      ],
    };
    return {
      module: PrisonIntelligenceModule,
      imports: [
        CqrsModule.forRoot(),
        DutyRotaModule.register(agency),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, readModel) }),
        TypeOrmModule.forFeature(readModel.entities, READ_MODEL),
      ],
      controllers: [
        IntelligenceReportController,
        DisseminationController,
        ReportRetentionController,
        ReportRegisterController,
        ObservationController,
        ObservationQueueController,
        IntelligenceRequirementController,
        IntelligenceAlertController,
        AlertBoardController,
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
        RaiseAlertHandler,
        ChangeImportHandler,
        AttestSubjectStatusHandler,
      ],
    };
  }
}
