// What arrived and cannot be accepted waits for a person, with its reason: it neither blocks a lane nor vanishes.
import { createHash } from 'node:crypto';
import { record } from '@gatehouse/audit-trail';
import type { BusMessage } from '@gatehouse/event-bus';
import { inTransaction } from '@gatehouse/event-store';
import { auditRecord, type Agency } from './agency.ts';

/** Keeps a message aside, once, with its audit row and an alarm. `code`: why it was not accepted. */
export const park = async (agency: Agency, message: BusMessage, code: string): Promise<void> => {
  const at = agency.clock.now();
  const fingerprint = createHash('sha256').update(message.value).digest();
  const isNew = await inTransaction(agency.pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into sharing.parked (topic, fingerprint, message_key, value, code, parked_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [message.topic, fingerprint, Buffer.from(message.key), Buffer.from(message.value), code, at],
    );
    if (rowCount === 0) return false;
    const reason = {
      effect: 'DENY',
      reason: code,
      reasonsInOrder: [code],
      obligations: [],
      agreements: [],
      bundleVersion: null,
    };
    await record(
      client,
      auditRecord(agency, { event: 'refused', operation: 'collection', action: 'receive', decision: reason }),
    );
    return true;
  });
  if (isNew) agency.alarm('MESSAGE_PARKED', { topic: message.topic, code });
};
