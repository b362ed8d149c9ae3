// The inbox of an agency, mounted by the service that receives for it.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AcknowledgeItemHandler } from './answering/acknowledge-item.ts';
import { AcknowledgementController } from './answering/acknowledgement.controller.ts';
import { FeedbackController } from './answering/feedback.controller.ts';
import { GiveFeedbackHandler } from './answering/give-feedback.ts';
import { AskConsentHandler } from './consent/ask-consent.ts';
import { ConsentController } from './consent/consent.controller.ts';
import { LapseConsents } from './consent/lapse-consents.ts';
import { UseItemHandler } from './consent/use-item.ts';
import { EmergencyAccessController } from './emergency-access/emergency-access.controller.ts';
import { EmergencyAccessRow } from './emergency-access/emergency-access.entity.ts';
import { EmergencyAccess1764220000000 } from './emergency-access/emergency-access.migration.ts';
import { EmergencyReviewController } from './emergency-access/emergency-review.controller.ts';
import { ReadInEmergencyHandler } from './emergency-access/read-in-emergency.ts';
import { ReviewEmergencyAccessHandler } from './emergency-access/review-emergency-access.ts';
import { UseEmergencyAccessHandler } from './emergency-access/use-emergency-access.ts';
import { NecessityController } from './necessity/necessity.controller.ts';
import { SayNecessityHandler } from './necessity/necessity-commands.ts';
import { EMERGENCY_ROWS, INBOX, INBOX_ROWS, type Inbox, type InboxOptions } from './inbox.ts';
import { InboxController } from './listing/inbox.controller.ts';
import { InboxRow } from './listing/inbox.entity.ts';
import { InboxConsents1764230000000 } from './listing/inbox-consents.migration.ts';
import { InboxSubjects1764240000000 } from './listing/inbox-subjects.migration.ts';
import { InboxStates1763784000000 } from './listing/inbox-states.migration.ts';
import { InboxFacts1763791200000 } from './listing/inbox-facts.migration.ts';
import { Inbox1763769600000 } from './listing/inbox.migration.ts';

/** What the data source of the service's read models takes in for the inbox. */
export const inboxReadModel = {
  entities: [InboxRow, EmergencyAccessRow],
  migrations: [
    Inbox1763769600000,
    InboxStates1763784000000,
    InboxFacts1763791200000,
    EmergencyAccess1764220000000,
    InboxConsents1764230000000,
    InboxSubjects1764240000000,
  ],
};

type Part = Required<Pick<ModuleMetadata, 'controllers' | 'providers'>>;

const CONSENT: Part = {
  controllers: [ConsentController],
  providers: [AskConsentHandler, UseItemHandler, LapseConsents],
};

const EMERGENCY: Part = {
  controllers: [EmergencyAccessController, EmergencyReviewController],
  providers: [UseEmergencyAccessHandler, ReadInEmergencyHandler, ReviewEmergencyAccessHandler],
};

@Module({})
export class InboxModule {
  /** Routes under `inbox/`. The service brings `CqrsModule.forRoot()`, the data source, and the projection `inbox`. */
  static register(agency: Agency, options: InboxOptions): DynamicModule {
    const inbox: Inbox = { ...options, agency };
    const rowsOf = <Row extends object>(provide: symbol, entity: new () => Row) => ({
      provide,
      useFactory: (source: DataSource) => source.getRepository(entity),
      inject: [getDataSourceToken(options.readModel)],
    });
    const parts = [...(options.consent ? [CONSENT] : []), ...(options.emergency ? [EMERGENCY] : [])];
    return {
      module: InboxModule,
      controllers: [
        InboxController,
        AcknowledgementController,
        NecessityController,
        ...(options.feedback ? [FeedbackController] : []),
        ...parts.flatMap(({ controllers }) => controllers),
      ],
      providers: [
        { provide: INBOX, useValue: inbox },
        rowsOf(INBOX_ROWS, InboxRow),
        rowsOf(EMERGENCY_ROWS, EmergencyAccessRow),
        AcknowledgeItemHandler,
        GiveFeedbackHandler,
        SayNecessityHandler,
        ...parts.flatMap(({ providers }) => providers),
      ],
    };
  }
}
