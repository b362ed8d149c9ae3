// A request for consent that nobody answered in time is refused by the clock; here it is recorded, once, so that its stream says so.
import { record } from '@gatehouse/audit-trail';
import { inTransaction, runDecider } from '@gatehouse/event-store';
import { auditRecord } from '@gatehouse/sharing';
import { Worker } from '@gatehouse/service-kit/worker';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { INBOX, type Inbox } from '../inbox.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { consentDecider } from './decide-consent.ts';
import { consentsOf, stateOfConsent, type Consent } from './consents.ts';

const DUE = 'select item_id from read.inbox_item where consent_due <= $1 order by consent_due limit 50';

@Injectable()
export class LapseConsents implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #worker: Worker;

  constructor(@Inject(INBOX) private readonly inbox: Inbox) {
    const { agency } = inbox;
    const onFault = (): void => agency.alarm('CONSENT_LAPSE_NOT_RECORDED', { service: agency.service });
    this.#worker = new Worker({ name: 'lapse consents', step: () => this.runOnce(), idleMs: 1_000, onFault });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker.stop();
  }

  /** Records what lapsed by now. Gives the number of requests it recorded so; the inbox follows them. */
  async runOnce(): Promise<number> {
    const { pool, clock } = this.inbox.agency;
    const { rows } = await pool.query<{ item_id: string }>(DUE, [clock.now()]);
    let lapsed = 0;
    for (const { item_id } of rows) {
      const { item } = await loadReceivedItem(pool, item_id, '');
      const over = consentsOf(item).filter((consent) => stateOfConsent(consent, clock.now()) === 'lapsed');
      for (const consent of over) if (consent.lapsedAt === null) lapsed += await this.#lapse(consent);
    }
    return lapsed;
  }

  /** Event and audit row together; where another process was first, nothing. */
  #lapse({ asked: { requestId, itemId } }: Consent): Promise<number> {
    const { agency } = this.inbox;
    const recordedAt = agency.clock.now();
    const correlationId = agency.newId();
    const command = { type: 'LapseConsent' as const, data: { requestId, itemId, at: recordedAt.toISOString() } };
    return inTransaction(
      agency.pool,
      async (client) => {
        const context = { metadata: { correlationId }, recordedAt };
        const ran = await runDecider(client, consentDecider, receivedItemStream(itemId), command, context);
        const { held } = ran.state;
        if (ran.outcome === 'refused' || ran.events.length === 0 || held === null) return 0;
        await record(
          client,
          auditRecord(agency, {
            event: 'command-accepted',
            operation: 'alteration',
            action: 'LapseConsent',
            subjects: held.envelope.subjects.map(({ auditRef }) => auditRef),
            item: { id: itemId, product: held.envelope.product },
            agreements: held.envelope.basis.agreements,
            correlationId,
          }),
        );
        return 1;
      },
      { attempts: 3 },
    );
  }
}
