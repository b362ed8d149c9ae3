// The personnel office of an agency, mounted by each of its services that decides about readers.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { AttestController } from './attest.controller.ts';
import { AttestHandler, PERSONNEL_AGENCY } from './attest.ts';
import { CodeOfConductController } from './code-of-conduct.controller.ts';
import { PersonnelController } from './personnel.controller.ts';

@Module({})
export class PersonnelModule {
  /** Routes under `personnel/`. The service brings `CqrsModule.forRoot()`. */
  static register(agency: Agency): DynamicModule {
    return {
      module: PersonnelModule,
      controllers: [PersonnelController, AttestController, CodeOfConductController],
      providers: [{ provide: PERSONNEL_AGENCY, useValue: agency }, AttestHandler],
    };
  }
}
