// The only place where the parts of this service are put together.
import { DutyRotaModule } from '@gatehouse/escalation';
import { readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AGENCY, READ_MODEL } from './agency.ts';
import { InboxController } from './inbox/inbox.controller.ts';
import { InboxRow } from './inbox/inbox.entity.ts';
import { Inbox1763683200000 } from './inbox/inbox.migration.ts';
import { AcknowledgeAlertHandler } from './received-alert/acknowledge-alert.ts';

@Module({})
export class PoliceLiaisonModule {
  static register(agency: Agency, databaseUrl: string): DynamicModule {
    const readModel = { entities: [InboxRow], migrations: [Inbox1763683200000] };
    return {
      module: PoliceLiaisonModule,
      imports: [
        CqrsModule.forRoot(),
        DutyRotaModule.register(agency),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, readModel) }),
        TypeOrmModule.forFeature([InboxRow], READ_MODEL),
      ],
      controllers: [InboxController],
      providers: [{ provide: AGENCY, useValue: agency }, AcknowledgeAlertHandler],
    };
  }
}
