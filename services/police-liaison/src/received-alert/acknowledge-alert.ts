// Acknowledging: the reader is decided like for an opening; then his name stops the clock, and the originator is told.
import { readerFacts } from '@gatehouse/personnel';
import {
  considerOpening,
  evidence,
  permits,
  recordOpening,
  runAudited,
  sendReceipt,
  type Agency,
  type Asked,
  type Considered,
  type HeldItem,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { loadReceivedAlert } from './load-received-alert.ts';
import { receivedAlertDecider } from './received-alert.decider.ts';
import { receivedAlertStream } from './received-alert.events.ts';

export interface Acknowledged {
  /** the first who acknowledged, and when; null when this person is refused */
  acknowledged: { by: string; at: string } | null;
  decision: Considered['decision'];
  promise: string;
}

export class AcknowledgeAlert extends Command<Acknowledged> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeAlert)
export class AcknowledgeAlertHandler implements ICommandHandler<AcknowledgeAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, itemId }: AcknowledgeAlert): Promise<Acknowledged> {
    const { held } = await loadReceivedAlert(this.agency.pool, itemId, asked.caller.person);
    const facts = await readerFacts(this.agency.pool, asked.caller.person);
    const considered = considerOpening(this.agency, asked, facts, held);
    const { decision } = considered;
    if (held && permits(decision)) return { decision, ...(await this.#acknowledge(asked, itemId, held)) };
    const promise = await evidence(this.agency, (client) =>
      recordOpening(this.agency, client, asked, itemId, considered, 'acknowledge'),
    );
    return { decision, acknowledged: null, promise };
  }

  async #acknowledge(
    asked: Asked,
    itemId: string,
    { envelope, provenance }: HeldItem,
  ): Promise<Omit<Acknowledged, 'decision'>> {
    const by = asked.caller.person;
    const at = this.agency.clock.now().toISOString();
    const outcome = await runAudited(
      this.agency,
      receivedAlertDecider,
      {
        command: { type: 'AcknowledgeAlert', data: { itemId, by, unit: asked.caller.unit, at } },
        streamId: receivedAlertStream(itemId),
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
      (client) =>
        sendReceipt(this.agency, client, { envelope, messageId: provenance.messageId, kind: 'acknowledged', by }),
    );
    const { state, promise } = outcome;
    return { acknowledged: state.status === 'acknowledged' ? { by: state.by, at: state.at } : null, promise };
  }
}
