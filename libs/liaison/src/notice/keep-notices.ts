// Keeps what a party is told of its instruments, and gives it back.
import { append, readStream } from '@gatehouse/event-store';
import type { Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import type { InstrumentNotice } from './instrument-notice.ts';
import { NOTICES, type InstrumentNoticesReceived } from './notice.events.ts';

/** What audit records call a notice. */
export const NOTICE_RECORD = 'liaison.notices';

export interface Arrived {
  messageId: string;
  from: string;
  correlationId: string;
  notices: InstrumentNotice[];
}

/** Writes the foreign fact with the caller's transaction. */
export const keepNotices = async (
  agency: Agency,
  client: pg.ClientBase,
  { messageId, from, correlationId, notices }: Arrived,
): Promise<void> => {
  const at = agency.clock.now();
  const before = await readStream(client, NOTICES);
  const event: InstrumentNoticesReceived = {
    type: 'InstrumentNoticesReceived',
    data: { messageId, from, at: at.toISOString(), notices },
  };
  const metadata = { correlationId, actor: { agency: from, person: null } };
  await append(client, NOTICES, before.length, [event], { metadata, recordedAt: at });
};

/** Every notice that came, in the order it came. */
export const noticesKept = async (queryable: pg.Pool | pg.ClientBase): Promise<InstrumentNotice[]> =>
  (await readStream<InstrumentNoticesReceived>(queryable, NOTICES)).flatMap(({ data }) => data.notices);
