// Folds the life of each report into the register: one statement an event.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { IntelligenceReportEvaluated, ReportEvent } from '../intelligence-report/intelligence-report.events.ts';

export const reportRegister: Projection = {
  name: 'report-register',
  tables: [{ name: 'report_register' }],
  apply: (client, { type, data }) => apply(client, { type, data } as ReportEvent),
};

const apply = async (client: pg.ClientBase, event: ReportEvent): Promise<void> => {
  const set = async (change: string, ...values: unknown[]): Promise<void> => {
    await client.query(`update report_register set ${change} where report_urn = $1`, [event.data.reportUrn, ...values]);
  };
  switch (event.type) {
    case 'IntelligenceReportEvaluated':
      return evaluated(client, event.data);
    case 'IntelligenceReportSanitised':
      return event.data.smallCircleTest === 'PASSED'
        ? set(`status = 'sanitised', markers = array_remove(markers, 'SMALL_CIRCLE_FAILED')`)
        : set(`markers = array_append(array_remove(markers, 'SMALL_CIRCLE_FAILED'), 'SMALL_CIRCLE_FAILED')`);
    case 'IntelligenceReportApproved':
      return set(`status = 'approved', review_by = $2`, event.data.reviewBy);
    case 'IntelligenceReportMarked':
      return set('markers = array_append(markers, $2)', event.data.marker);
    case 'IntelligenceReportMarkerLifted':
      return set('markers = array_remove(markers, $2)', event.data.marker);
    case 'IntelligenceReportReturnedToSanitiser':
      return set(`status = 'evaluated', review_by = null`);
    case 'IntelligenceReportDisseminated':
      return set('disseminated_at = $2', event.data.at);
    case 'IntelligenceReportRevalidated':
      return set('review_by = $2', event.data.reviewBy);
    case 'IntelligenceReportWithdrawn':
      return set(`status = 'withdrawn'`);
    default:
      return;
  }
};

const evaluated = async (client: pg.ClientBase, report: IntelligenceReportEvaluated['data']): Promise<void> => {
  const { reportUrn, itemId, prison, priority, subjects, answers, by, at, obtainedLawfully } = report;
  await client.query(
    `insert into report_register
       (report_urn, item_id, prison, priority, status, subject_ids, markers, answers, evaluated_by, evaluated_at)
     values ($1, $2, $3, $4, 'evaluated', $5, $6, $7, $8, $9)`,
    [
      reportUrn,
      itemId,
      prison,
      priority,
      subjects.map(({ subjectId }) => subjectId),
      obtainedLawfully ? [] : ['ILL_TREATMENT_TAINT'],
      answers,
      by,
      at,
    ],
  );
};
