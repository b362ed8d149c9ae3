// Renewing a threat that lasts: with a reason, on the same reports as they stand now, and shown first like the alert itself.
import { readStream } from '@gatehouse/event-store';
import { auditReferences, recordOwnRead, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { alertItem } from './alert-product.ts';
import { lookedAt, NOT_LOOKED_AT } from './confirmed-preview.ts';
import { groundsOf } from './grounds.ts';
import { alertDecider, renewedRecord, type Alert, type RenewAlert as Renewal } from './intelligence-alert.decider.ts';
import { alertStream, type AlertEvent } from './intelligence-alert.events.ts';
import { idOfPreview } from './preview-id.ts';
import { refusalOf, type RaisedOutcome } from './raise-alert.ts';
import { ALERT_PRODUCT } from './beneath.ts';

export class RenewAlert extends Command<RaisedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly alertId: string,
    readonly renewal: { validUntil: string; reason: string },
    /** the preview it confirms; `only` asks for one */
    readonly preview: string | null | { only: true },
  ) {
    super();
  }
}

@CommandHandler(RenewAlert)
export class RenewAlertHandler implements ICommandHandler<RenewAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alertId, renewal, preview }: RenewAlert): Promise<RaisedOutcome> {
    const named = typeof preview === 'string' ? preview : null;
    const alert = await loadAlert(this.agency, alertId);
    const itemId = named === null ? this.agency.newId() : idOfPreview(named);
    const command = await this.#command(asked, alertId, itemId, renewal, alert);
    const record = renewedRecord(command, alert);
    const { now, ...shown } =
      typeof record === 'string' ? NOT_LOOKED_AT : await lookedAt(this.agency, alertItem(record, itemId, asked), named);
    const known = alert.status === 'none' ? null : alert.record;
    const about = {
      item: { id: alertId, product: known ? ALERT_PRODUCT : 'unknown' },
      subjects: auditReferences(this.agency, known?.subjects.map(({ subjectId }) => subjectId) ?? []),
      fields: Object.keys(renewal).sort(),
    };
    const answered = { alertId: itemId, ackWithin: known?.ackWithin ?? '', now };
    if (preview !== null && typeof preview === 'object') {
      const promise = await recordOwnRead(this.agency, asked, { action: 'PreviewIntelligenceAlert', ...about });
      return { ...answered, refusal: typeof record === 'string' ? record : null, promise };
    }
    const outcome = await runAudited(this.agency, alertDecider, {
      command: { ...command, ...shown },
      streamId: alertStream(alertId),
      asked,
      audit: () => ({ operation: 'alteration', action: 'RenewIntelligenceAlert', ...about }),
    });
    return { ...answered, ...refusalOf(outcome) };
  }

  async #command(
    asked: Asked,
    alertId: string,
    itemId: string,
    renewal: RenewAlert['renewal'],
    alert: Alert,
  ): Promise<Renewal> {
    const data = { ...renewal, alertId, itemId, by: asked.caller.person, at: this.agency.clock.now().toISOString() };
    const ids = alert.status === 'none' ? [] : alert.record.subjects.map(({ subjectId }) => subjectId);
    const { alertType, reportUrns } = alert.status === 'none' ? NO_ALERT : alert.record;
    const grounds = await groundsOf(this.agency, { alertType, reportUrns, subjectIds: ids, otherSubjectIds: [] });
    return { type: 'RenewAlert', data, ...grounds, preview: 'missing', audience: 'somebody' };
  }
}

const NO_ALERT = { alertType: 'THREAT_TO_LIFE', reportUrns: [] };

/** An alert as its stream stands. One query. */
export const loadAlert = async ({ pool }: Agency, alertId: string): Promise<Alert> =>
  (await readStream(pool, alertStream(alertId))).reduce(
    (state, event) => alertDecider.evolve(state, event as unknown as AlertEvent),
    alertDecider.initial(),
  );
