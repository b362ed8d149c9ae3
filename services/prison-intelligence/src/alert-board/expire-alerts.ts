// An alert whose time is over is over by the clock; here it is recorded, once, so that its stream says so too.
import { record } from '@gatehouse/audit-trail';
import { inTransaction, runDecider } from '@gatehouse/event-store';
import { auditRecord, auditReferences, type Agency } from '@gatehouse/sharing';
import { Worker } from '@gatehouse/service-kit/worker';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AGENCY } from '../agency.ts';
import { alertDecider } from '../intelligence-alert/intelligence-alert.decider.ts';
import { alertStream } from '../intelligence-alert/intelligence-alert.events.ts';
import { ALERT_PRODUCT } from '../intelligence-alert/beneath.ts';

const OVER = `select alert_id from read.alert_board
  where cleared_at is null and expired_at is null and valid_until <= $1 order by valid_until limit 50`;

@Injectable()
export class ExpireAlerts implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #worker: Worker;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    const onFault = (): void => agency.alarm('EXPIRY_NOT_RECORDED', { service: agency.service });
    this.#worker = new Worker({ name: 'expire alerts', step: () => this.runOnce(), idleMs: 1_000, onFault });
  }

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#worker.stop();
  }

  /** Records what is over by now. Gives the number of alerts it recorded so; the board follows them. */
  async runOnce(): Promise<number> {
    const { rows } = await this.agency.pool.query<{ alert_id: string }>(OVER, [this.agency.clock.now()]);
    let expired = 0;
    for (const { alert_id } of rows) expired += await this.#expire(alert_id);
    return expired;
  }

  /** Event and audit row together; where another process was first, nothing. */
  #expire(alertId: string): Promise<number> {
    const recordedAt = this.agency.clock.now();
    const correlationId = this.agency.newId();
    const command = { type: 'ExpireAlert' as const, data: { alertId, at: recordedAt.toISOString() } };
    const work = async (client: Parameters<Parameters<typeof inTransaction>[1]>[0]): Promise<number> => {
      const context = { metadata: { correlationId }, recordedAt };
      const ran = await runDecider(client, alertDecider, alertStream(alertId), command, context);
      if (ran.outcome === 'refused' || ran.events.length === 0 || ran.state.status === 'none') return 0;
      const people = ran.state.record.subjects.map(({ subjectId }) => subjectId);
      await record(
        client,
        auditRecord(this.agency, {
          event: 'command-accepted',
          operation: 'alteration',
          action: 'ExpireIntelligenceAlert',
          subjects: auditReferences(this.agency, people),
          item: { id: alertId, product: ALERT_PRODUCT },
          correlationId,
        }),
      );
      return 1;
    };
    return inTransaction(this.agency.pool, work, { attempts: 3 });
  }
}
