// Raising an alert: looks up the reports it names, then lets the decider say whether it stands.
import { codeLists } from '@gatehouse/contracts';
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { loadReport } from '../intelligence-report/load-report.ts';
import { ALERT_PRODUCT } from '../sharing.ts';
import { alertDecider, type AlertRefusal, type RaiseAlert as RaiseAlertCommand } from './intelligence-alert.decider.ts';
import { alertStream } from './intelligence-alert.events.ts';

export type RaisedOutcome = { alertId: string; ackWithin: string; refusal: AlertRefusal | null; promise: string };

type FromBody = Omit<RaiseAlertCommand['data'], 'alertId' | 'ackWithin' | 'unit' | 'by' | 'at'>;

export class RaiseAlert extends Command<RaisedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly alert: FromBody,
  ) {
    super();
  }
}

@CommandHandler(RaiseAlert)
export class RaiseAlertHandler implements ICommandHandler<RaiseAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alert }: RaiseAlert): Promise<RaisedOutcome> {
    const alertId = this.agency.newId();
    const { ackWithin, livesDays } = timesOf(alert.alertType);
    const data = {
      ...alert,
      alertId,
      ackWithin,
      unit: asked.caller.unit,
      by: asked.caller.person,
      at: this.agency.clock.now().toISOString(),
    };
    const reports = await Promise.all(alert.reportUrns.map((urn) => loadReport(this.agency.pool, urn)));
    const outcome = await runAudited(this.agency, alertDecider, {
      command: { type: 'RaiseAlert', data, reports, knownConditions: Object.keys(codeLists.conditions), livesDays },
      streamId: alertStream(alertId),
      asked,
      audit: () => ({
        operation: 'collection',
        action: 'RaiseIntelligenceAlert',
        subjects: auditReferences(this.agency, alert.subjectIds),
        item: { id: alertId, product: ALERT_PRODUCT },
        fields: Object.keys(alert).sort(),
      }),
    });
    return {
      alertId,
      ackWithin,
      refusal: outcome.outcome === 'refused' ? outcome.refusal : null,
      promise: outcome.promise,
    };
  }
}

/** How fast an alert of this type is acknowledged and how long it lives, from the code list (domain reference 4.1). */
const timesOf = (alertType: string): { ackWithin: string; livesDays: number } => {
  const times = codeLists.alertTypes[alertType];
  const days = /^P(\d+)D$/.exec(times?.lives ?? '')?.[1];
  if (!times || !days) throw new TerminalFault('an alert type without times of its own');
  return { ackWithin: times.acknowledgeWithin, livesDays: Number(days) };
};
