// A request that nobody answered in time is refused by the clock, there as here; it is recorded, once, so that its stream says so.
import { record } from '@gatehouse/audit-trail';
import { inTransaction, runDecider } from '@gatehouse/event-store';
import { auditRecord } from '@gatehouse/sharing';
import { Worker } from '@gatehouse/service-kit/worker';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONSENTS, type Consents } from '../consents.ts';
import { consentRequestDecider } from './consent-request.decider.ts';
import { consentRequestStream } from './consent-request.events.ts';

const OVER = `select request_id from read.consent_request
  where status = 'waiting' and answer_by <= $1 order by answer_by limit 50`;

@Injectable()
export class LapseRequests implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #worker: Worker;

  constructor(@Inject(CONSENTS) private readonly consents: Consents) {
    const { agency } = consents;
    const onFault = (): void => agency.alarm('CONSENT_LAPSE_NOT_RECORDED', { service: agency.service });
    this.#worker = new Worker({ name: 'lapse requests', step: () => this.runOnce(), idleMs: 1_000, onFault });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker.stop();
  }

  /** Records what lapsed by now, and says so aloud: a colleague elsewhere got no answer. Gives the number. */
  async runOnce(): Promise<number> {
    const { pool, clock } = this.consents.agency;
    const { rows } = await pool.query<{ request_id: string }>(OVER, [clock.now()]);
    let lapsed = 0;
    for (const { request_id } of rows) lapsed += await this.#lapse(request_id);
    return lapsed;
  }

  /** Event and audit row together; where another process was first, or somebody answered, nothing. */
  async #lapse(requestId: string): Promise<number> {
    const { agency } = this.consents;
    const recordedAt = agency.clock.now();
    const correlationId = agency.newId();
    const command = { type: 'LapseRequest' as const, data: { requestId, at: recordedAt.toISOString() } };
    const lapsed = await inTransaction(
      agency.pool,
      async (client) => {
        const context = { metadata: { correlationId }, recordedAt };
        const ran = await runDecider(client, consentRequestDecider, consentRequestStream(requestId), command, context);
        if (ran.outcome === 'refused' || ran.events.length === 0 || ran.state.status === 'none') return 0;
        const { envelope } = ran.state.request;
        await record(
          client,
          auditRecord(agency, {
            event: 'command-accepted',
            operation: 'alteration',
            action: 'LapseConsentRequest',
            subjects: envelope.subjects.map(({ auditRef }) => auditRef),
            item: { id: requestId, product: envelope.product },
            correlationId,
          }),
        );
        return 1;
      },
      { attempts: 3 },
    );
    if (lapsed > 0) agency.alarm('CONSENT_REQUEST_UNANSWERED', { requestId });
    return lapsed;
  }
}
