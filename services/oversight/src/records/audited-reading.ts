// Reading the log is logged (I10): what was found and the record of who read it are one transaction, committed before
// anything is shown. What cannot be recorded is not shown.
import { auditPromise, record, type AuditRecord } from '@gatehouse/audit-trail';
import { inTransaction } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type { RequestContext } from '@gatehouse/service-kit';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import type pg from 'pg';
import type { Oversight } from '../oversight.ts';

/** Seconds after which the record of a reading must stand in the log. */
const INTEGRATED_WITHIN_S = 60;
/** What the commission is shown of a record: metadata, never content. */
const FIELDS = [
  'action',
  'actor',
  'agreements',
  'at',
  'caseRef',
  'correlationId',
  'decision',
  'emergency',
  'event',
  'fields',
  'item',
  'operation',
  'purpose',
  'recipient',
  'recordId',
  'source',
  'subjects',
];

export interface Found<T> {
  answer: T;
  /** what the audit record says was read */
  about: Pick<AuditRecord, 'action' | 'subjects' | 'item'> & { found: boolean };
}

/**
 * Reads, and records who read what. Gives the answer and the promise for its record.
 * @param read given how many entries the published checkpoint has
 * @throws RetryableFault `log-not-signed` while no record can be promised a place, `evidence-unavailable` when the record cannot be
 *   written; what `read` threw as it is
 */
export const readAudited = async <T>(
  oversight: Oversight,
  asked: RequestContext,
  read: (client: pg.PoolClient, publishedSize: number) => Promise<Found<T>>,
): Promise<{ answer: T; promise: string }> => {
  const size = oversight.publishedSize();
  if (size === null)
    throw new RetryableFault('the log is not signed at the moment', { code: 'log-not-signed', retryAfterSeconds: 60 });
  let recording = false;
  const { answer, entryHash } = await inTransaction(oversight.pool, async (client) => {
    const found = await read(client, size);
    recording = true;
    const { entryHash } = await record(client, recordOf(oversight, asked, found.about));
    return { answer: found.answer, entryHash };
  }).catch((cause: unknown) => {
    if (!recording) throw cause;
    throw new RetryableFault('the record of a reading could not be written', {
      code: 'evidence-unavailable',
      cause,
      retryAfterSeconds: 5,
    });
  });
  failpoint('read.after-audit');
  const integrateBy = new Date(oversight.clock.now().getTime() + INTEGRATED_WITHIN_S * 1000);
  return { answer, promise: await auditPromise(oversight.keys, entryHash, oversight.service, integrateBy) };
};

const recordOf = (
  oversight: Oversight,
  asked: RequestContext,
  { found, ...about }: Found<unknown>['about'],
): AuditRecord => {
  const { agency, person, unit, roles } = asked.caller;
  return {
    recordId: oversight.newId(),
    source: oversight.service,
    at: oversight.clock.now().toISOString(),
    event: 'records-read',
    operation: 'consultation',
    actor: { agency, person, unit, roles },
    ...about,
    fields: found ? FIELDS : [],
    purpose: asked.purpose,
    caseRef: asked.caseRef,
    agreements: [],
    decision: {
      effect: 'PERMIT',
      reason: 'OVERSIGHT_MANDATE',
      reasonsInOrder: ['OVERSIGHT_MANDATE'],
      obligations: ['AUDIT_THE_AUDITOR', 'LOG_REASON'],
      bundleVersion: oversight.bundleVersion(),
    },
    emergency: false,
    correlationId: asked.correlationId,
  };
};

/** A duty that was refused leaves a record of its own. */
export const recordRefusedDuty = async (
  oversight: Oversight,
  asked: RequestContext & { action: string },
  reason: string,
): Promise<void> => {
  const refused = recordOf(oversight, asked, { action: asked.action, subjects: [], item: null, found: false });
  const decision = {
    effect: 'DENY',
    reason,
    reasonsInOrder: [reason],
    obligations: [],
    bundleVersion: oversight.bundleVersion(),
  };
  await inTransaction(oversight.pool, (client) => record(client, { ...refused, event: 'refused', decision }));
};
