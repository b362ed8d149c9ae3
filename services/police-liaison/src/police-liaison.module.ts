// The only place where the parts of this service are put together.
import { AuthzenModule } from '@gatehouse/authzen';
import { ConsentModule } from '@gatehouse/consent';
import { DutyRotaModule } from '@gatehouse/escalation';
import { ExplanationModule } from '@gatehouse/explanation';
import { InboxModule, loadReceivedItem } from '@gatehouse/inbox';
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
import { database } from './database.ts';
import { knownAs } from './police-intelligence/police-intelligence-product.ts';
import { PoliceIntelligenceController } from './police-intelligence/police-intelligence.controller.ts';
import { PoliceIntelligenceReadingController } from './police-intelligence/police-intelligence.reading.controller.ts';
import { RecordPoliceIntelligenceHandler } from './police-intelligence/record-police-intelligence.ts';
import {
  ApprovePoliceIntelligenceHandler,
  SharePoliceIntelligenceHandler,
} from './police-intelligence/share-police-intelligence.ts';
import { PoliceRegisterController } from './police-register/police-register.controller.ts';
import { PoliceReportRow } from './police-register/police-register.entity.ts';
import { CONSENT_REQUESTS, RECEIVED, toProduct } from './sharing.ts';

@Module({})
export class PoliceLiaisonModule {
  static register(agency: Agency, databaseUrl: string, instrumentKeeper: string): DynamicModule {
    return {
      module: PoliceLiaisonModule,
      imports: [
        CqrsModule.forRoot(),
        AuthzenModule.register({
          agency,
          load: async (id, { person }) => (await loadReceivedItem(agency.pool, id, person)).held,
        }),
        ExplanationModule.register({
          agency,
          load: async (id, { person }) => (await loadReceivedItem(agency.pool, id, person)).held,
        }),
        DutyRotaModule.register(agency),
        PersonnelModule.register(agency),
        ParkingModule.register(agency),
        StandingModule.register(agency),
        LiaisonModule.register(agency, instrumentKeeper),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, database.readModel) }),
        TypeOrmModule.forFeature([PoliceReportRow], READ_MODEL),
        InboxModule.register(agency, {
          readModel: READ_MODEL,
          products: RECEIVED,
          feedback: true,
          consent: true,
          emergency: true,
        }),
        ConsentModule.register(agency, {
          readModel: READ_MODEL,
          requests: CONSENT_REQUESTS,
          toProduct,
          alsoKnownAs: knownAs,
        }),
      ],
      controllers: [PoliceRegisterController, PoliceIntelligenceController, PoliceIntelligenceReadingController],
      providers: [
        { provide: AGENCY, useValue: agency },
        RecordPoliceIntelligenceHandler,
        ApprovePoliceIntelligenceHandler,
        SharePoliceIntelligenceHandler,
      ],
    };
  }
}
