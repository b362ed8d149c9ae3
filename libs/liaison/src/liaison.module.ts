// What an agency's service mounts to be told of its instruments.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { LIAISON_AGENCY } from './liaison-agency.ts';
import { InstrumentNoticeController } from './notice/instrument-notice.controller.ts';

@Module({})
export class LiaisonModule {
  /** Routes under `instrument-notices`. */
  static register(agency: Agency): DynamicModule {
    return {
      module: LiaisonModule,
      controllers: [InstrumentNoticeController],
      providers: [{ provide: LIAISON_AGENCY, useValue: agency }],
    };
  }
}
