// The only place where the parts of this service are put together.
import { readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { database } from './database.ts';
import {
  ApproveSourceIdentityHandler,
  OpenSourceIdentityHandler,
  RequestSourceIdentityHandler,
} from './identity-disclosure/identity-disclosure.commands.ts';
import { IdentityDisclosureController } from './identity-disclosure/identity-disclosure.controller.ts';
import {
  AssignSourceHandlerHandler,
  AuthoriseSourceHandler,
  DeregisterSourceHandler,
  OpenRegisterEntryHandler,
} from './register/register.commands.ts';
import { RegisterController } from './register/register.controller.ts';
import { RegisterRow } from './register/register.entity.ts';
import { AGENCY, READ_MODEL } from './registry.ts';
import {
  AssessSourceRiskHandler,
  LinkSourceReportHandler,
  OpenOwnSourceHandler,
  RecordSourceContactHandler,
  RegisterSourceHandler,
} from './source/handler.commands.ts';
import { SourceController } from './source/source.controller.ts';
import { Vault } from './vault.ts';

const HANDLERS = [
  RegisterSourceHandler,
  OpenOwnSourceHandler,
  RecordSourceContactHandler,
  AssessSourceRiskHandler,
  LinkSourceReportHandler,
  OpenRegisterEntryHandler,
  AuthoriseSourceHandler,
  AssignSourceHandlerHandler,
  DeregisterSourceHandler,
  RequestSourceIdentityHandler,
  ApproveSourceIdentityHandler,
  OpenSourceIdentityHandler,
];

@Module({})
export class SourceRegistryModule {
  static register(agency: Agency, databaseUrl: string, vault: Vault): DynamicModule {
    return {
      module: SourceRegistryModule,
      imports: [
        CqrsModule.forRoot(),
        TypeOrmModule.forRoot({ name: READ_MODEL, ...readModelOptions(databaseUrl, database.readModel) }),
        TypeOrmModule.forFeature([RegisterRow], READ_MODEL),
      ],
      controllers: [SourceController, RegisterController, IdentityDisclosureController],
      providers: [{ provide: AGENCY, useValue: agency }, { provide: Vault, useValue: vault }, ...HANDLERS],
    };
  }
}
