// Folds emergency accesses and their reviews into the list that reviewers work through.
import { unreachable } from '@gatehouse/event-store/decider';
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import { isEmergencyAccessStream, type EmergencyAccessEvent } from './emergency-access.events.ts';

export const emergencyAccesses: Projection = {
  name: 'emergency-accesses',
  tables: [{ name: 'emergency_access' }],
  apply: async (client, { streamId, type, data }) => {
    if (isEmergencyAccessStream(streamId)) await apply(client, { type, data } as EmergencyAccessEvent);
  },
};

const INSERT = `insert into emergency_access
    (access_id, item_id, product, originator, person, unit, audit_refs, used_at, until, review_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const apply = async (client: pg.ClientBase, event: EmergencyAccessEvent): Promise<void> => {
  const { accessId } = event.data;
  switch (event.type) {
    case 'EmergencyAccessUsed': {
      const { itemId, product, originator, person, unit, subjects, at, until, reviewBy } = event.data;
      const refs = subjects.map(({ auditRef }) => auditRef);
      await client.query(INSERT, [accessId, itemId, product, originator, person, unit, refs, at, until, reviewBy]);
      return;
    }
    case 'EmergencyReviewRequested':
      return;
    case 'EmergencyScopeExceeded':
      await client.query('update emergency_access set exceeded = exceeded + 1 where access_id = $1', [accessId]);
      return;
    case 'EmergencyAccessReviewed':
      await client.query('update emergency_access set reviews = reviews + 1 where access_id = $1', [accessId]);
      return;
    case 'EmergencyReviewConcluded':
      await client.query('update emergency_access set verdict = $2 where access_id = $1', [
        accessId,
        event.data.verdict,
      ]);
      return;
    default:
      return unreachable(event);
  }
};
