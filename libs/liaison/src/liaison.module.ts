// What an agency's service mounts to be told of its instruments, and to report how they are kept.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { INSTRUMENT_KEEPER, LIAISON_AGENCY } from './liaison-agency.ts';
import { InstrumentNoticeController } from './notice/instrument-notice.controller.ts';
import { PerformanceController } from './performance/performance.controller.ts';
import { ReportPerformanceHandler } from './performance/report-performance.ts';

@Module({})
export class LiaisonModule {
  /** Routes under `instrument-notices` and `performance-reports`. The service brings `CqrsModule.forRoot()`. */
  static register(agency: Agency, instrumentKeeper: string): DynamicModule {
    return {
      module: LiaisonModule,
      controllers: [InstrumentNoticeController, PerformanceController],
      providers: [
        { provide: LIAISON_AGENCY, useValue: agency },
        { provide: INSTRUMENT_KEEPER, useValue: instrumentKeeper },
        ReportPerformanceHandler,
      ],
    };
  }
}
