import type { AuditRecord } from '@gatehouse/audit-trail';
import { randomUUID } from 'node:crypto';
import { LANE_KEEPER, POLICY_PARTY } from '../parties.ts';

/** The service in whose database the records of whoever keeps the lanes stand, and which ships them. */
const SOURCE = 'policy';

/** An audit record of something that whoever keeps the lanes does; no person asked for it. */
export const keepersRecord = (
  event: AuditRecord['event'],
  done: Pick<AuditRecord, 'action' | 'item' | 'fields' | 'correlationId' | 'at'>,
): AuditRecord => ({
  recordId: randomUUID(),
  source: SOURCE,
  event,
  operation: 'alteration',
  actor: { agency: POLICY_PARTY, person: null, unit: LANE_KEEPER, roles: [] },
  subjects: [],
  purpose: null,
  caseRef: null,
  agreements: [],
  decision: null,
  emergency: false,
  ...done,
});
