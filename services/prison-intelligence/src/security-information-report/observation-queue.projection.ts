// Folds security information reports into the queue of their prison.
import type { Projection } from '@gatehouse/projections';
import type pg from 'pg';
import { evaluationTimes } from './evaluation-times.ts';
import type { ObservationEvent, SecurityInformationReportSubmitted } from './security-information-report.events.ts';

export const observationQueue: Projection = {
  name: 'observation-queue',
  tables: [{ name: 'observation_queue' }],
  apply: (client, { type, data }) => apply(client, { type, data } as ObservationEvent),
};

const apply = async (client: pg.ClientBase, event: ObservationEvent): Promise<void> => {
  switch (event.type) {
    case 'SecurityInformationReportSubmitted':
      return submitted(client, event.data);
    case 'SecurityInformationReportRegistered':
      await client.query(`update observation_queue set status = 'registered', duplicate_of = $2 where sir_urn = $1`, [
        event.data.sirUrn,
        event.data.duplicateOf,
      ]);
      return;
    case 'SecurityInformationReportReturnedForQuality':
      await client.query(`update observation_queue set status = 'returned' where sir_urn = $1`, [event.data.sirUrn]);
      return;
    case 'SecurityInformationReportClosed':
      await client.query(
        `update observation_queue set status = 'closed', duplicate_of = coalesce($2, duplicate_of) where sir_urn = $1`,
        [event.data.sirUrn, event.data.duplicateOf],
      );
      return;
    default:
      return;
  }
};

/** One that comes back improved keeps the times of its first arrival. */
const submitted = async (
  client: pg.ClientBase,
  observation: SecurityInformationReportSubmitted['data'],
): Promise<void> => {
  const { sirUrn, prison, urgency, subjects, observedAt, receivedAt } = observation;
  const { evaluateBy, restrictedFrom } = evaluationTimes(urgency, new Date(receivedAt));
  await client.query(
    `insert into observation_queue
       (sir_urn, prison, status, urgency, subject_refs, observed_at, received_at, evaluate_by, restricted_from)
     values ($1, $2, 'submitted', $3, $4, $5, $6, $7, $8)
     on conflict (sir_urn) do update
     set status = 'submitted', urgency = excluded.urgency, subject_refs = excluded.subject_refs,
         observed_at = excluded.observed_at,
         evaluate_by = observation_queue.received_at + (excluded.evaluate_by - excluded.received_at)`,
    [sirUrn, prison, urgency, subjects.map(({ ref }) => ref), observedAt, receivedAt, evaluateBy, restrictedFrom],
  );
};
