// What the keeper of the instruments told us, as it came: a foreign fact.
import type { EventTypes } from '@gatehouse/event-store';
import type { InstrumentNotice } from './instrument-notice.ts';

export interface InstrumentNoticesReceived {
  type: 'InstrumentNoticesReceived';
  data: { messageId: string; from: string; at: string; notices: InstrumentNotice[] };
}

/** Each with the steps from its older versions; none has one yet. */
export const noticeEventTypes = {
  InstrumentNoticesReceived: [],
} satisfies EventTypes<InstrumentNoticesReceived>;

/** One stream a service: some hundred notices a year. */
export const NOTICES = 'instrument-notices';
