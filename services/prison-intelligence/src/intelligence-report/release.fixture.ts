// A report that may leave, and its dissemination as it was confirmed.
import { decider } from '@gatehouse/testing';
import type { DisseminateReport, PreviewedOutcome } from './decide-dissemination.ts';
import { reportDecider } from './intelligence-report.decider.ts';
import { approved, AT, evaluated, sanitised, URN } from './intelligence-report.fixture.ts';
import type { IntelligenceReportDisseminated, ReportEvent } from './intelligence-report.events.ts';

export const report = decider(reportDecider);
export const ready: ReportEvent[] = [evaluated(), sanitised(), approved()];
export const by = 'pi-bolat';
export const police: PreviewedOutcome = {
  party: 'kz-police',
  own: false,
  reachable: true,
  effect: 'PERMIT_REDACTED',
  reason: 'CONTRACT_MATCH',
  obligations: [],
};
export const people = [{ ref: 'subject-1', category: 'SUSPECT', cases: ['KZ-2026-114'] }];

export const disseminate = (
  change: Partial<DisseminateReport> & { revision?: number } = {},
): DisseminateReport & { revision: number } => ({
  type: 'DisseminateReport',
  data: { reportUrn: URN, by, at: AT },
  purpose: 'INVESTIGATE',
  caseRef: 'KZ-2026-114',
  people,
  basedOn: [],
  basisWithdrawn: false,
  confirmation: 'confirmed',
  outcomes: [police],
  revision: 3,
  ...change,
});
export const disseminated = (given: ReportEvent[] = ready): IntelligenceReportDisseminated => {
  const decision = reportDecider.decide(
    disseminate({ revision: given.length }),
    given.reduce(reportDecider.evolve, reportDecider.initial()),
  );
  if (decision.outcome === 'refused') throw new Error(decision.refusal);
  return decision.events[0] as IntelligenceReportDisseminated;
};
