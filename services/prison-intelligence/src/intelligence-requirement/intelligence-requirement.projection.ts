// Folds requirements, and the reports that answer them, into their list.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { IntelligenceReportEvaluated } from '../intelligence-report/intelligence-report.events.ts';
import type { RequirementEvent } from './intelligence-requirement.events.ts';

type Known = RequirementEvent | IntelligenceReportEvaluated;

export const requirementList: Projection = {
  name: 'intelligence-requirements',
  tables: [{ name: 'intelligence_requirement' }],
  apply: (client, { type, data }) => apply(client, { type, data } as Known),
};

const apply = async (client: pg.ClientBase, event: Known): Promise<void> => {
  switch (event.type) {
    case 'IntelligenceRequirementIssued': {
      const { requirementId, question, by, at, validUntil } = event.data;
      await client.query(
        `insert into intelligence_requirement (requirement_id, question, issued_by, issued_at, valid_until)
         values ($1, $2, $3, $4, $5)`,
        [requirementId, question, by, at, validUntil],
      );
      return;
    }
    case 'IntelligenceRequirementClosed':
      await client.query('update intelligence_requirement set outcome = $2 where requirement_id = $1', [
        event.data.requirementId,
        event.data.outcome,
      ]);
      return;
    case 'IntelligenceReportEvaluated':
      if (event.data.answers.length === 0) return;
      await client.query(
        'update intelligence_requirement set report_urns = array_append(report_urns, $2) where requirement_id = any($1)',
        [event.data.answers, event.data.reportUrn],
      );
      return;
    default:
      return;
  }
};
