// Raising an alert: looks up what it stands on, asks whether the preview it names still says what would happen, then lets the
// decider say whether it stands.
import { auditReferences, runAudited, type Agency, type Asked, type CommandOutcome } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { alertItem } from './alert-product.ts';
import type { Previewed } from './audience.ts';
import { lookedAt, NOT_LOOKED_AT } from './confirmed-preview.ts';
import { groundsOf } from './grounds.ts';
import { alertDecider, type Alert, type AlertRefusal } from './intelligence-alert.decider.ts';
import { alertStream, type AlertEvent } from './intelligence-alert.events.ts';
import { idOfPreview } from './preview-id.ts';
import { recordOf } from './raise-rules.ts';
import { ALERT_PRODUCT } from './beneath.ts';
import { wantedBy, type FromBody } from './wanted.ts';

export interface RaisedOutcome {
  alertId: string;
  ackWithin: string;
  refusal: AlertRefusal | null;
  /** the preview as it is now */
  now: Previewed | null;
  promise: string;
}

export class RaiseAlert extends Command<RaisedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly alert: FromBody,
    readonly preview: string | null,
  ) {
    super();
  }
}

@CommandHandler(RaiseAlert)
export class RaiseAlertHandler implements ICommandHandler<RaiseAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alert, preview }: RaiseAlert): Promise<RaisedOutcome> {
    const alertId = preview === null ? this.agency.newId() : idOfPreview(preview);
    const wanted = wantedBy(this.agency, asked, alert, alertId);
    const grounds = await groundsOf(this.agency, wanted);
    const record = recordOf(wanted, grounds);
    const { now, ...shown } =
      typeof record === 'string'
        ? NOT_LOOKED_AT
        : await lookedAt(this.agency, alertItem(record, alertId, asked), preview);
    const outcome = await runAudited(this.agency, alertDecider, {
      command: { type: 'RaiseAlert', data: wanted, ...grounds, ...shown },
      streamId: alertStream(alertId),
      asked,
      audit: () => ({
        operation: 'collection',
        action: 'RaiseIntelligenceAlert',
        subjects: auditReferences(this.agency, peopleIn(wanted)),
        item: { id: alertId, product: ALERT_PRODUCT },
        fields: Object.keys(alert).sort(),
      }),
    });
    return { alertId, ackWithin: wanted.ackWithin, now, ...refusalOf(outcome) };
  }
}

const peopleIn = ({ subjectIds, otherSubjectIds, whoAtRisk, bySubject }: FromBody): string[] => [
  ...new Set([
    ...subjectIds,
    ...otherSubjectIds,
    ...[whoAtRisk, bySubject].flatMap((person) => person?.subjectId ?? []),
  ]),
];

/** What an outcome says outward. */
export const refusalOf = (
  outcome: CommandOutcome<Alert, AlertEvent, AlertRefusal>,
): { refusal: AlertRefusal | null; promise: string } => ({
  refusal: outcome.outcome === 'refused' ? outcome.refusal : null,
  promise: outcome.promise,
});
