// A read inside the owning agency: no instrument between parties decides, a duty does; the audit row comes first all
// the same.
import type { Agency } from './agency.ts';
import { evidence } from './evidence.ts';
import { promisedRecord } from './promised-record.ts';
import type { Asked } from './question.ts';
import { whoAsked } from './reading.ts';

export interface OwnRead {
  action: string;
  item: { id: string; product: string } | null;
  subjects: string[];
  fields: string[];
}

/** Records that a person read his own agency's record. Gives the signed promise; call it before releasing anything. */
export const recordOwnRead = (agency: Agency, asked: Asked, read: OwnRead): Promise<string> =>
  evidence(agency, (client) =>
    promisedRecord(agency, client, { event: 'read', operation: 'consultation', ...read, ...whoAsked(asked) }),
  );
