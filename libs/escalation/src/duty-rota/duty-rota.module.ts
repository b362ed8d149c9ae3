// The rota's routes and commands, for any service that has people on duty.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { EditDutyRotaHandler, ROTA_AGENCY } from './duty-rota.commands.ts';
import { DutyRotaController } from './duty-rota.controller.ts';

@Module({})
export class DutyRotaModule {
  static register(agency: Agency): DynamicModule {
    return {
      module: DutyRotaModule,
      controllers: [DutyRotaController],
      providers: [{ provide: ROTA_AGENCY, useValue: agency }, EditDutyRotaHandler],
    };
  }
}
