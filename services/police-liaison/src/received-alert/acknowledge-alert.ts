// Acknowledging: the reader is decided like for an opening; then his name stops the clock, and the originator is told.
import { evidence, permits, sendReceipt, Reading, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { officerFacts } from '../officer/officer-facts.ts';
import { loadReceivedAlert, type LoadedAlert } from './load-received-alert.ts';
import { receivedAlertDecider } from './received-alert.decider.ts';
import { receivedAlertStream } from './received-alert.events.ts';

export type Acknowledged =
  { outward: 200; by: string; at: string } | { outward: 403 | 404; reason: string; obligations: string[] };

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
    const loaded = await loadReceivedAlert(this.agency.pool, itemId, asked.caller.person);
    const facts = await officerFacts(this.agency.pool, asked.caller.person);
    const reading = new Reading(this.agency);
    const considered = reading.consider(asked, facts, loaded.held);
    const { decision } = considered;
    if (!loaded.held || !permits(decision)) {
      await evidence(this.agency, (client) => reading.recordRead(client, asked, itemId, considered, 'acknowledge'));
      const outward = decision.effect === 'NOT_FOUND' ? 404 : 403;
      return { outward, reason: decision.reason, obligations: decision.obligations };
    }
    return this.#acknowledge(asked, itemId, loaded, loaded.held);
  }

  async #acknowledge(
    asked: Asked,
    itemId: string,
    { alert }: LoadedAlert,
    held: NonNullable<LoadedAlert['held']>,
  ): Promise<Acknowledged> {
    if (alert.status === 'acknowledged') return { outward: 200, by: alert.by, at: alert.at };
    const { envelope, provenance } = held;
    const at = this.agency.clock.now().toISOString();
    const by = asked.caller.person;
    await runAudited(
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
    return { outward: 200, by, at };
  }
}
