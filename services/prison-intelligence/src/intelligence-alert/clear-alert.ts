// Clearing an alert whose danger is over before its time; whoever holds it is told.
import { readStream } from '@gatehouse/event-store';
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { namesSomeoneElse } from '../known-names/names-someone-else.ts';
import { alertDecider, type AlertRefusal } from './intelligence-alert.decider.ts';
import { alertStream } from './intelligence-alert.events.ts';
import { refusalOf } from './raise-alert.ts';
import { ALERT_PRODUCT } from './beneath.ts';

export interface ClearedOutcome {
  refusal: AlertRefusal | null;
  promise: string;
}

export class ClearAlert extends Command<ClearedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly alertId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ClearAlert)
export class ClearAlertHandler implements ICommandHandler<ClearAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alertId, reason }: ClearAlert): Promise<ClearedOutcome> {
    const { clock, newId, pool } = this.agency;
    const [raised, ...later] = await readStream(pool, alertStream(alertId));
    const { purpose = asked.purpose, caseRef = null } = raised?.metadata ?? {};
    const said = { alertId, reason, unit: asked.caller.unit, by: asked.caller.person, at: clock.now().toISOString() };
    const noticeIds = [raised, ...later].map(() => newId());
    // Not even the people the alert is about: one of them may be masked from a holder.
    const namesSomebody = await namesSomeoneElse(pool, [reason], []);
    const outcome = await runAudited(this.agency, alertDecider, {
      command: { type: 'ClearAlert', data: { ...said, noticeIds, purpose, caseRef }, namesSomebody },
      streamId: alertStream(alertId),
      asked,
      audit: (alert) => ({
        operation: 'alteration',
        action: 'ClearIntelligenceAlert',
        subjects: auditReferences(
          this.agency,
          alert.status === 'none' ? [] : alert.record.subjects.map(({ subjectId }) => subjectId),
        ),
        item: { id: alertId, product: alert.status === 'none' ? 'unknown' : ALERT_PRODUCT },
        fields: ['reason'],
      }),
    });
    return refusalOf(outcome);
  }
}
