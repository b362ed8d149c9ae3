// The notices that wait, as rows.
import type { Queryable } from '@gatehouse/event-store';
import type pg from 'pg';
import type { Channel } from '../duty-rota/duty-rota.events.ts';
import type { Notice, Said } from './notice-text.ts';

export interface WaitingNotice extends Notice {
  streamId: string;
  step: number;
  attempts: number;
  giveUpAt: Date;
  said: Said & { correlationId: string };
}

interface Stored {
  notice_id: string;
  stream_id: string;
  step: number;
  address: string;
  attempts: number;
  give_up_at: Date;
  said: WaitingNotice['said'];
}

const WAITING = 'sent_at is null and failed_at is null and cancelled_at is null';
const LONGEST_REST_S = 60;

/** What is to be tried now, most urgent first. */
export const waitingNotices = async (
  queryable: Queryable,
  channel: Channel,
  immediate: boolean,
  now: Date,
  limit: number,
): Promise<WaitingNotice[]> => {
  const { rows } = await queryable.query<Stored>(
    `select notice_id, stream_id, step, address, attempts, give_up_at, said from escalation.notice
     where channel = $1 and (urgency = 0) = $2 and next_attempt_at <= $3 and ${WAITING}
     order by urgency, next_attempt_at limit $4`,
    [channel, immediate, now, limit],
  );
  return rows.map((row) => ({
    noticeId: row.notice_id,
    streamId: row.stream_id,
    step: row.step,
    address: row.address,
    attempts: row.attempts,
    giveUpAt: row.give_up_at,
    said: row.said,
  }));
};

/** @returns false when it was marked before */
export const markSent = async (client: pg.ClientBase, noticeId: string, at: Date): Promise<boolean> => {
  const { rowCount } = await client.query(
    'update escalation.notice set sent_at = $2, address = null, attempts = attempts + 1 where notice_id = $1 and sent_at is null',
    [noticeId, at],
  );
  return rowCount === 1;
};

/** Settles it as failed, or says when to try again. @returns false when it waits no more */
export const markFailed = async (
  client: pg.ClientBase,
  { noticeId, attempts }: WaitingNotice,
  { code, final, now }: { code: string; final: boolean; now: Date },
): Promise<boolean> => {
  const rest = Math.min(LONGEST_REST_S, 2 ** attempts) * 1000;
  const { rowCount } = await client.query(
    `update escalation.notice set attempts = attempts + 1, code = $2, next_attempt_at = $3,
       failed_at = case when $4 then $5::timestamptz end, address = case when $4 then null else address end
     where notice_id = $1 and ${WAITING}`,
    [noticeId, code, new Date(now.getTime() + rest), final, now],
  );
  return rowCount === 1;
};

/** Whether no notice of this step went out, and none is left that has not failed yet. */
export const isLastHope = async (client: pg.ClientBase, { streamId, step }: WaitingNotice): Promise<boolean> => {
  const { rows } = await client.query<{ hope: number }>(
    `select count(*)::integer as hope from escalation.notice
     where stream_id = $1 and step = $2 and (sent_at is not null or (attempts = 0 and ${WAITING}))`,
    [streamId, step],
  );
  return rows[0]?.hope === 0;
};
