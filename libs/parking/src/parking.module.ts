// The routes about parked messages, for any service that receives.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { PARKING_AGENCY, SettleParkedMessageHandler } from './settle-parked-message.ts';
import { ParkingController } from './parking.controller.ts';

@Module({})
export class ParkingModule {
  static register(agency: Agency): DynamicModule {
    return {
      module: ParkingModule,
      controllers: [ParkingController],
      providers: [{ provide: PARKING_AGENCY, useValue: agency }, SettleParkedMessageHandler],
    };
  }
}
