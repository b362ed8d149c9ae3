// Folds requests for consent, and what we said to them, into their list.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import { requestIn, type Answered, type ConsentRequestEvent } from './consent-request.events.ts';

export const consentRequests: Projection = {
  name: 'consent-requests',
  tables: [{ name: 'consent_request' }],
  apply: (client, { type, data }) => apply(client, { type, data } as ConsentRequestEvent),
};

const apply = async (client: pg.ClientBase, event: ConsentRequestEvent): Promise<void> => {
  switch (event.type) {
    case 'ConsentRequestReceived': {
      const { envelope, provenance } = event.data;
      const { itemId, answerBy } = requestIn(envelope);
      await client.query(
        'insert into consent_request (request_id, item_id, envelope, provenance, answer_by) values ($1, $2, $3, $4, $5)',
        [envelope.itemId, itemId, JSON.stringify(envelope), JSON.stringify(provenance), answerBy],
      );
      return;
    }
    case 'ConsentGranted':
      return answered(client, 'granted', event.data, event.data.validUntil);
    case 'ConsentRefused':
      return answered(client, 'refused', event.data);
    case 'ConsentWithdrawn':
      return answered(client, 'withdrawn', event.data);
    case 'ConsentRequestLapsed':
      await client.query(`update consent_request set status = 'lapsed' where request_id = $1`, [event.data.requestId]);
      return;
    default:
      return;
  }
};

const answered = async (
  client: pg.ClientBase,
  status: string,
  { requestId, by, at, reason }: Answered,
  validUntil: string | null = null,
): Promise<void> => {
  await client.query(
    `update consent_request set status = $2, answered_by = $3, answered_at = $4, reason = $5, valid_until = $6
     where request_id = $1`,
    [requestId, status, by, at, reason, validUntil],
  );
};
