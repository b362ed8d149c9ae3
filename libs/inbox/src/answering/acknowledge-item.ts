// Acknowledging: the reader is decided like for an opening; then his name stops the clock, and the originator is told. Of a
// correction or a withdrawal that closes it there.
import { runAudited, sendReceipt, type Asked, type Considered, type HeldItem } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INBOX, type Inbox } from '../inbox.ts';
import { receivedItemDecider } from '../received-item/received-item.decider.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { asReader } from './as-reader.ts';

export interface Acknowledged {
  /** the first who acknowledged, and when; null when this person is refused */
  acknowledged: { by: string; at: string } | null;
  decision: Considered['decision'];
  promise: string;
}

export class AcknowledgeItem extends Command<Acknowledged> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeItem)
export class AcknowledgeItemHandler implements ICommandHandler<AcknowledgeItem> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId }: AcknowledgeItem): Promise<Acknowledged> {
    const reader = await asReader(this.inbox.agency, asked, itemId, 'acknowledge');
    const { decision } = reader;
    if (reader.held === null) return { decision, acknowledged: null, promise: reader.promise };
    return { decision, ...(await this.#acknowledge(asked, itemId, reader.held)) };
  }

  async #acknowledge(
    asked: Asked,
    itemId: string,
    { envelope, provenance }: HeldItem,
  ): Promise<Omit<Acknowledged, 'decision'>> {
    const { agency } = this.inbox;
    const by = asked.caller.person;
    const at = agency.clock.now().toISOString();
    const outcome = await runAudited(
      agency,
      receivedItemDecider,
      {
        command: { type: 'AcknowledgeItem', data: { itemId, by, unit: asked.caller.unit, at } },
        streamId: receivedItemStream(itemId),
        asked,
        audit: () => ({
          event: 'acknowledged',
          operation: 'alteration',
          action: 'acknowledge',
          subjects: envelope.subjects.map((subject) => subject.auditRef),
          item: { id: itemId, product: envelope.product },
          fields: [],
          agreements: envelope.basis.agreements,
        }),
      },
      (client) => sendReceipt(agency, client, { envelope, messageId: provenance.messageId, kind: 'acknowledged', by }),
    );
    const { state, promise } = outcome;
    return { acknowledged: state.acknowledged, promise };
  }
}
