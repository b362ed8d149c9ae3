// Ruling 8: what came before its predecessor waits for it. An IMMEDIATE item waits for nobody, a statutory notice for no message
// that is parked (ruling 1), and nothing for one that somebody here has dismissed.
import { arrivedAt, type BusMessage } from '@gatehouse/event-bus';
import type { Queryable } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { Envelope } from './envelope.ts';
import { tidyHeaders } from './tidy-headers.ts';

/** Whether an item has to wait, with the caller's transaction. */
export const mustWait = async (client: pg.ClientBase, envelope: Envelope): Promise<boolean> => {
  const { predecessor } = envelope.order;
  if (predecessor === null || envelope.priority === 'IMMEDIATE') return false;
  if ((await arrivedAt(client, envelope.originator, predecessor)) !== null) return false;
  const parked = await client.query<{ dismissed: boolean }>(
    'select dismissed_at is not null as dismissed from sharing.parked where sender = $1 and message_id = $2',
    [envelope.originator, predecessor],
  );
  return !parked.rows.some(({ dismissed }) => dismissed || isStatutory(envelope.basis));
};

const isStatutory = ({ kind }: Envelope['basis']): boolean => kind === 'STATUTE';

/** Keeps a message, sealed as it came, until its predecessor's effect is durable. */
export const keepWaiting = async (
  agency: Agency,
  client: pg.ClientBase,
  message: BusMessage,
  { messageId, originator, order, basis }: Envelope,
): Promise<void> => {
  await client.query(
    `insert into sharing.waiting (topic, message_id, sender, order_key, sequence, predecessor, statutory, message, arrived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      message.topic,
      messageId,
      originator,
      order.key,
      order.sequence,
      order.predecessor,
      isStatutory(basis),
      JSON.stringify({ ...message, headers: tidyHeaders(message.headers) }),
      agency.clock.now(),
    ],
  );
};

/** A waiting message whose turn has come. */
export interface Waited {
  topic: string;
  messageId: string;
  message: BusMessage;
}

/** Those whose predecessor's effect stands, or need not any more; each key's first. */
export const whoseTurnHasCome = async (pool: pg.Pool, limit: number): Promise<Waited[]> => {
  const { rows } = await pool.query<{ topic: string; message_id: string; message: BusMessage }>(
    `select topic, message_id, message from sharing.waiting as w
     where exists (select from bus.inbox as i where i.sender = w.sender and i.message_id = w.predecessor)
       or exists (select from sharing.parked as p
         where p.sender = w.sender and p.message_id = w.predecessor and (p.dismissed_at is not null or w.statutory))
     order by sender, order_key, sequence limit $1`,
    [limit],
  );
  return rows.map(({ topic, message_id, message }) => ({ topic, messageId: message_id, message }));
};

/** It waits no longer, with the transaction in which its effect, or its parking, becomes durable. */
export const waitsNoLonger = async (client: Queryable, topic: string, messageId: string): Promise<void> => {
  await client.query({
    name: 'sharing-waits-no-longer',
    text: 'delete from sharing.waiting where topic = $1 and message_id = $2',
    values: [topic, messageId],
  });
};
