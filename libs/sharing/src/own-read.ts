// A read inside the owning agency: no instrument between parties decides, a duty does; the audit row comes first all
// the same.
import { auditPromise, record } from '@gatehouse/audit-trail';
import { auditRecord, type Agency } from './agency.ts';
import { evidence } from './evidence.ts';
import type { Asked } from './question.ts';

export interface OwnRead {
  action: string;
  item: { id: string; product: string } | null;
  subjects: string[];
  fields: string[];
}

/** Records that a person read his own agency's record. Gives the signed promise; call it before releasing anything. */
export const recordOwnRead = (agency: Agency, asked: Asked, read: OwnRead): Promise<string> =>
  evidence(agency, async (client) => {
    const { person, agency: party, unit, roles } = asked.caller;
    const { entryHash } = await record(
      client,
      auditRecord(agency, {
        event: 'read',
        operation: 'consultation',
        ...read,
        actor: { agency: party, person, unit, roles },
        purpose: asked.purpose,
        caseRef: asked.caseRef,
        correlationId: asked.correlationId,
      }),
    );
    return auditPromise(agency.keys, entryHash, agency.service, new Date(agency.clock.now().getTime() + 60_000));
  });
