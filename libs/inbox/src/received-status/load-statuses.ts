// What is known here of the people of items: one query for all of them, and one where nobody is asked about.
import { readStreams, type Queryable, type RecordedEvent } from '@gatehouse/event-store';
import type { Envelope, SubjectStatus } from '@gatehouse/sharing';
import { receivedStatusStream, type SubjectStatusReceived } from './received-status.events.ts';

/** Everything an item's originator said of its people since, for each item in the order given. */
export const statusesOf = async (
  queryable: Queryable,
  envelopes: readonly (Envelope | null)[],
): Promise<SubjectStatus[][]> => {
  const streams = await readStreams<SubjectStatusReceived>(queryable, [...new Set(envelopes.flatMap(streamsOf))]);
  return envelopes.map((envelope) => streamsOf(envelope).flatMap((id) => (streams.get(id) ?? []).map(statusOf)));
};

const streamsOf = (envelope: Envelope | null): string[] =>
  envelope?.subjects.map(({ ref }) => receivedStatusStream(envelope.originator, ref)) ?? [];

const statusOf = ({ data }: RecordedEvent<SubjectStatusReceived>): SubjectStatus => data.status;
