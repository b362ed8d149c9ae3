// Folds the reports of the police into their register: one statement an event; unknown events are none of its business.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import type { PoliceIntelligenceEvent, PoliceReport } from '../police-intelligence/police-intelligence.events.ts';

export const policeRegister: Projection = {
  name: 'police-register',
  tables: [{ name: 'police_register' }],
  apply: (client, { type, data }) => apply(client, { type, data } as PoliceIntelligenceEvent),
};

const apply = async (client: pg.ClientBase, event: PoliceIntelligenceEvent): Promise<void> => {
  switch (event.type) {
    case 'PoliceIntelligenceRecorded':
      return recorded(client, event.data);
    case 'PoliceIntelligenceApproved': {
      const { itemId, by } = event.data;
      return set(client, itemId, `status = 'approved', approved_by = $2`, by);
    }
    case 'PoliceIntelligenceShared': {
      const { report, at } = event.data;
      return set(client, report.itemId, `status = 'shared', shared_at = $2`, at);
    }
    default:
      return;
  }
};

const set = async (client: pg.ClientBase, itemId: string, change: string, value: string): Promise<void> => {
  await client.query(`update police_register set ${change} where item_id = $1`, [itemId, value]);
};

const recorded = async (client: pg.ClientBase, report: PoliceReport): Promise<void> => {
  const { reportUrn, itemId, priority, reviewBy, subjects, by, at } = report;
  await client.query(
    `insert into police_register
       (report_urn, item_id, status, priority, review_by, subject_refs, audit_refs, recorded_by, recorded_at)
     values ($1, $2, 'recorded', $3, $4, $5, $6, $7, $8)`,
    [
      reportUrn,
      itemId,
      priority,
      reviewBy,
      subjects.flatMap(({ ref, knownAs }) => (knownAs === null ? [ref] : [ref, knownAs])),
      subjects.map(({ auditRef }) => auditRef),
      by,
      at,
    ],
  );
};
