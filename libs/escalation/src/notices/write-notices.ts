// Who was called gets a notice on each of his channels, written with the call itself.
import { record } from '@gatehouse/audit-trail';
import { auditRecord, type Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import type { ClockTerms, DutyHolderCalled, Level } from '../acknowledgement-clock/acknowledgement-clock.events.ts';
import { URGENCY_RANK, type ClockRow } from '../acknowledgement-clock/clock-row.ts';
import { clockRecord } from '../acknowledgement-clock/say-aloud.ts';
import type { Channel, Contact, OnCall } from '../duty-rota/duty-rota.events.ts';
import type { Said } from './notice-text.ts';

export type ConfiguredChannels = ReadonlySet<Channel>;

export interface NoticesOf {
  terms: ClockTerms;
  clock: ClockRow;
  rota: Record<Level, OnCall[]>;
  now: Date;
  correlationId: string;
  channels: ConfiguredChannels;
}

/**
 * Puts the notices of one call into the queue with the caller's transaction. One for a channel that is not configured is failed
 * at once: with an audit row and an alarm.
 * @returns how many wait to be sent
 */
export const writeNotices = async (
  agency: Agency,
  client: pg.ClientBase,
  call: DutyHolderCalled['data'],
  of: NoticesOf,
): Promise<number> => {
  let waiting = 0;
  for (const { person, contacts } of of.rota[call.level])
    for (const contact of contacts) waiting += await writeNotice(agency, client, call, of, person, contact);
  return waiting;
};

const writeNotice = async (
  agency: Agency,
  client: pg.ClientBase,
  { step, level }: DutyHolderCalled['data'],
  { terms, clock, now, correlationId, channels }: NoticesOf,
  person: string,
  { channel, address }: Contact,
): Promise<number> => {
  const configured = channels.has(channel);
  const { urgency, side, deadline } = terms;
  const said: Said = { urgency, side, acknowledgeBy: deadline, overdue: level === 'everybody' };
  const code = configured ? null : 'channel-not-configured';
  await client.query(
    `insert into escalation.notice
       (notice_id, stream_id, step, person, channel, address, urgency, said, next_attempt_at, give_up_at, failed_at, code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      agency.newId(),
      clock.streamId,
      step,
      person,
      channel,
      configured ? address : null,
      URGENCY_RANK[urgency],
      JSON.stringify({ ...said, correlationId }),
      now,
      terms.until,
      configured ? null : now,
      code,
    ],
  );
  if (configured) return 1;
  await recordNotice(agency, client, clock, { event: 'notice-failed', channel, correlationId, code });
  agency.alarm('NOTICE_NOT_SENT', { channel, code });
  return 0;
};

/** The audit row of a notice that went out, or did not. */
export const recordNotice = async (
  agency: Agency,
  client: pg.ClientBase,
  clock: ClockRow,
  of: { event: 'notice-sent' | 'notice-failed'; channel: Channel; correlationId: string; code: string | null },
): Promise<void> => {
  const { event, channel, correlationId, code } = of;
  const decision = code && {
    effect: 'FAILED',
    reason: code,
    reasonsInOrder: [code],
    obligations: [],
    bundleVersion: null,
  };
  const about = clockRecord(clock, { event, action: channel });
  await record(client, auditRecord(agency, { ...about, correlationId, decision: decision || null }));
};
