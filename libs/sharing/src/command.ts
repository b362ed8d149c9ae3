// The command hop: what a person asks of an aggregate, decided, and recorded with what it changed. A refusal changes
// nothing and still leaves its audit row.
import { record, type AuditRecord } from '@gatehouse/audit-trail';
import { inTransaction, runDecider, type Decider, type DomainEvent, type RecordedEvent } from '@gatehouse/event-store';
import { failpoint } from '@gatehouse/failpoints';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';
import type { Asked } from './question.ts';

export interface AuditedCommand<C, S> {
  command: C;
  streamId: string;
  asked: Asked;
  occurredAt?: Date;
  /** what the audit row says beyond who and why, from the state the decision met: never content */
  audit: (
    state: S,
  ) => Pick<AuditRecord, 'operation' | 'action' | 'subjects' | 'item' | 'fields'> &
    Partial<Pick<AuditRecord, 'event' | 'agreements'>>;
}

export type CommandOutcome<S, E extends DomainEvent, R extends string> =
  { outcome: 'accepted'; events: RecordedEvent<E>[]; state: S } | { outcome: 'refused'; refusal: R; state: S };

/** Whoever was first has won; the loser loads what is there now and decides again. */
const ATTEMPTS = { attempts: 3 };

/**
 * Runs a decider on its stream with its audit row in one transaction.
 * `alongside` runs in the same transaction after an accepted command (e.g. a receipt to send).
 * @throws ConcurrencyConflict when somebody else changed the stream in between
 */
export const runAudited = async <C, S, E extends DomainEvent, R extends string>(
  agency: Agency,
  decider: Decider<C, S, E, R>,
  run: AuditedCommand<C, S>,
  alongside?: (client: pg.PoolClient) => Promise<void>,
): Promise<CommandOutcome<S, E, R>> => {
  const outcome = await inTransaction(
    agency.pool,
    async (client) => {
      const result = await runDecider(client, decider, run.streamId, run.command, {
        metadata: {
          correlationId: run.asked.correlationId,
          actor: { agency: run.asked.caller.agency, person: run.asked.caller.person },
          purpose: run.asked.purpose,
          ...(run.asked.caseRef ? { caseRef: run.asked.caseRef } : {}),
        },
        recordedAt: agency.clock.now(),
        ...(run.occurredAt ? { occurredAt: run.occurredAt } : {}),
      });
      if (result.outcome === 'accepted') await alongside?.(client);
      await record(
        client,
        commandRecord(agency, run, result.state, result.outcome === 'refused' ? result.refusal : null),
      );
      failpoint('command.before-commit');
      return result as CommandOutcome<S, E, R>;
    },
    ATTEMPTS,
  );
  failpoint('command.after-commit');
  return outcome;
};

const commandRecord = <C, S>(
  agency: Agency,
  run: AuditedCommand<C, S>,
  state: S,
  refusal: string | null,
): AuditRecord => {
  const { person, agency: party, unit, roles } = run.asked.caller;
  return auditRecord(agency, {
    event: 'command-accepted',
    ...run.audit(state),
    ...(refusal ? { event: 'command-refused' as const } : {}),
    actor: { agency: party, person, unit, roles },
    purpose: run.asked.purpose,
    caseRef: run.asked.caseRef,
    correlationId: run.asked.correlationId,
    decision: refusal
      ? { effect: 'REFUSED', reason: refusal, reasonsInOrder: [refusal], obligations: [], bundleVersion: null }
      : null,
  });
};
