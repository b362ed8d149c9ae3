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
import { ApproveReportHandler, RecordReportHandler } from './intelligence-report/intelligence-report.commands.ts';
import { IntelligenceReportController } from './intelligence-report/intelligence-report.controller.ts';
import { ImportLinesController } from './report-import/import-lines.controller.ts';
import { ChangeImportHandler } from './report-import/report-import.commands.ts';
import { ReportImportController } from './report-import/report-import.controller.ts';
import { AttestSubjectStatusHandler } from './subject/attest-subject-status.ts';
import { SubjectController } from './subject/subject.controller.ts';

@Module({})
export class PrisonIntelligenceModule {
  static register(agency: Agency, databaseUrl: string): DynamicModule {
    const readModel = { entities: [AlertBoardRow], migrations: [AlertBoard1763683200000] };
    return {
      module: PrisonIntelligenceModule,
      imports: [
        CqrsModule.forRoot(),
        DutyRotaModule.register(agency),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, readModel) }),
        TypeOrmModule.forFeature([AlertBoardRow], READ_MODEL),
      ],
      controllers: [
        IntelligenceReportController,
        IntelligenceAlertController,
        AlertBoardController,
        ReportImportController,
        ImportLinesController,
        SubjectController,
      ],
      providers: [
        { provide: AGENCY, useValue: agency },
        RecordReportHandler,
        ApproveReportHandler,
        RaiseAlertHandler,
        ChangeImportHandler,
        AttestSubjectStatusHandler,
      ],
    };
  }
}
