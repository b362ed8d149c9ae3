// The inbox of an agency, mounted by the service that receives for it.
import type { Agency } from '@gatehouse/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
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
import { INBOX, INBOX_ROWS, type Inbox, type InboxOptions } from './inbox.ts';
import { InboxController } from './listing/inbox.controller.ts';
import { InboxRow } from './listing/inbox.entity.ts';
import { InboxConsents1764230000000 } from './listing/inbox-consents.migration.ts';
import { InboxStates1763784000000 } from './listing/inbox-states.migration.ts';
import { InboxFacts1763791200000 } from './listing/inbox-facts.migration.ts';
import { Inbox1763769600000 } from './listing/inbox.migration.ts';

/** What the data source of the service's read models takes in for the inbox. */
export const inboxReadModel = {
  entities: [InboxRow],
  migrations: [Inbox1763769600000, InboxStates1763784000000, InboxFacts1763791200000, InboxConsents1764230000000],
};

const handlers = [AcknowledgeItemHandler, GiveFeedbackHandler];
const asking = [AskConsentHandler, UseItemHandler, LapseConsents];

@Module({})
export class InboxModule {
  /** Routes under `inbox/`. The service brings `CqrsModule.forRoot()`, the data source, and the projection `inbox`. */
  static register(agency: Agency, options: InboxOptions): DynamicModule {
    const inbox: Inbox = { ...options, agency };
    const rows = {
      provide: INBOX_ROWS,
      useFactory: (source: DataSource) => source.getRepository(InboxRow),
      inject: [getDataSourceToken(options.readModel)],
    };
    return {
      module: InboxModule,
      controllers: [
        InboxController,
        AcknowledgementController,
        ...(options.feedback ? [FeedbackController] : []),
        ...(options.consent ? [ConsentController] : []),
      ],
      providers: [{ provide: INBOX, useValue: inbox }, rows, ...handlers, ...(options.consent ? asking : [])],
    };
  }
}
