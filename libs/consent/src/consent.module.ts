// Who asks for an agency's consent, and what it says: mounted by the service whose items are asked about.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AnswerRequestHandler } from './consent-request/answer-request.ts';
import { ConsentRequestController } from './consent-request/consent-request.controller.ts';
import { ConsentRequestRow } from './consent-request/consent-request.entity.ts';
import { ConsentRequest1764231000000 } from './consent-request/consent-request.migration.ts';
import { ConsentRequestRows } from './consent-request/consent-request.rows.ts';
import { LapseRequests } from './consent-request/lapse-requests.ts';
import { CONSENT_ROWS, CONSENTS, type ConsentOptions, type Consents } from './consents.ts';

/** What the data source of the service's read models takes in for requests. */
export const consentReadModel = { entities: [ConsentRequestRow], migrations: [ConsentRequest1764231000000] };

@Module({})
export class ConsentModule {
  /** Routes under `consent-requests/`. The service brings `CqrsModule.forRoot()`, the data source, and the projection `consentRequests`. */
  static register(agency: Agency, options: ConsentOptions): DynamicModule {
    const consents: Consents = { ...options, agency };
    return {
      module: ConsentModule,
      controllers: [ConsentRequestController],
      providers: [
        { provide: CONSENTS, useValue: consents },
        {
          provide: CONSENT_ROWS,
          useFactory: (source: DataSource) => source.getRepository(ConsentRequestRow),
          inject: [getDataSourceToken(options.readModel)],
        },
        ConsentRequestRows,
        AnswerRequestHandler,
        LapseRequests,
      ],
    };
  }
}
