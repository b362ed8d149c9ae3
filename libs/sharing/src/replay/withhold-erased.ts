// A disclosure of an item that was erased since: nothing is left of it to send, and that it was not sent is recorded.
import { record } from '@gatehouse/audit-trail';
import { inTransaction } from '@gatehouse/event-store';
import { auditRecord, type Agency } from '../agency.ts';
import type { Released } from './released-since.ts';

const REASON = 'LEGAL_BASIS_ENDED';

export const withholdErased = async (agency: Agency, { decided, event }: Released): Promise<'withheld'> => {
  const withheld = auditRecord(agency, {
    event: 'replay-withheld',
    operation: 'disclosure',
    action: 'replay',
    subjects: decided.subjects,
    item: { id: decided.itemId, product: decided.product },
    purpose: event.metadata.purpose ?? '',
    caseRef: event.metadata.caseRef ?? null,
    agreements: decided.delivery.agreements,
    decision: {
      effect: 'DENY',
      reason: REASON,
      reasonsInOrder: [REASON],
      obligations: [],
      bundleVersion: agency.keeper.current()?.bundle.version ?? null,
    },
    correlationId: event.metadata.correlationId,
    recipient: decided.recipient,
  });
  await inTransaction(agency.pool, (client) => record(client, withheld));
  return 'withheld';
};
