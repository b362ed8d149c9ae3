// The routes about disclosures decided again, for any service that discloses.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { STANDING_AGENCY, StandingController } from './standing.controller.ts';

@Module({})
export class StandingModule {
  static register(agency: Agency): DynamicModule {
    return {
      module: StandingModule,
      controllers: [StandingController],
      providers: [{ provide: STANDING_AGENCY, useValue: agency }],
    };
  }
}
