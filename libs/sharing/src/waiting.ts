// Ruling 8: what came before its predecessor waits for it. An IMMEDIATE item waits for nobody, a statutory notice for no message
// that is parked (ruling 1), and nothing for one that somebody here has dismissed.
import type { BusMessage } from '@gatehouse/event-bus';
import type { Queryable } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Agency } from './agency.ts';
import type { Envelope } from './envelope.ts';
import { tidyHeaders } from './tidy-headers.ts';

/** The message that has to come first: the predecessor, or what that one did not wait for, and so on. None: all of them came. */
const firstBefore = (sender: string, predecessor: string): string => `(
  with recursive before (id) as (
    select ${predecessor}
    union select o.predecessor from sharing.out_of_turn as o join before on o.message_id = before.id where o.sender = ${sender}
  )
  select id from before as b
  where not exists (select from sharing.out_of_turn as o where o.sender = ${sender} and o.message_id = b.id) limit 1)`;

export type Turn = 'comes' | 'jumps' | 'waits';

/** Whether an item comes in its turn, goes on before it, or has to wait, with the caller's transaction. */
export const turnOf = async (client: pg.ClientBase, envelope: Envelope): Promise<Turn> => {
  const { originator, order, priority, basis } = envelope;
  if (order.predecessor === null) return 'comes';
  const { rows } = await client.query<{ came: boolean; parked: boolean; dismissed: boolean }>({
    name: 'sharing-turn-of',
    text: `select f.id is null or exists (select from bus.inbox as i where i.sender = $1 and i.message_id = f.id) as came,
        exists (select from sharing.parked as p where p.sender = $1 and p.message_id = f.id) as parked,
        exists (select from sharing.parked as p where p.sender = $1 and p.message_id = f.id and p.dismissed_at is not null) as dismissed
      from (select ${firstBefore('$1::text', '$2::text')} as id) as f`,
    values: [originator, order.predecessor],
  });
  const first = rows[0];
  if (first?.came || first?.dismissed) return 'comes';
  return priority === 'IMMEDIATE' || (first?.parked && isStatutory(basis)) ? 'jumps' : 'waits';
};

/** Notes that an item goes on before its predecessor, so that what follows it waits for that one. */
export const jumps = async (client: pg.ClientBase, { originator, messageId, order }: Envelope): Promise<void> => {
  await client.query(
    'insert into sharing.out_of_turn (sender, message_id, predecessor) values ($1, $2, $3) on conflict do nothing',
    [originator, messageId, order.predecessor],
  );
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
    `select topic, message_id, message
     from sharing.waiting as w, lateral (select ${firstBefore('w.sender', 'w.predecessor')} as id) as f
     where f.id is null or exists (select from bus.inbox as i where i.sender = w.sender and i.message_id = f.id)
       or exists (select from sharing.parked as p
         where p.sender = w.sender and p.message_id = f.id and (p.dismissed_at is not null or w.statutory))
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
