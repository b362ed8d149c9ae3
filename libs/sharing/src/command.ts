// The command hop: what a person asks of an aggregate, decided, and recorded with what it changed. A refusal changes
// nothing and still leaves its audit row.
import { committed, type AuditRecord } from '@gatehouse/audit-trail';
import {
  evolved,
  isPartOfTransaction,
  readyEvents,
  runDecider,
  type Decider,
  type DomainEvent,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { failpoint, planted } from '@gatehouse/failpoints';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';
import { evidence, throwUnavailable } from './evidence.ts';
import type { DecisionMade } from './decision-made.ts';
import { promisedDecision, promiseOf } from './promised-record.ts';
import type { Asked } from './question.ts';
import { whoAsked } from './reading.ts';

export interface AuditedCommand<C, S> {
  command: C;
  streamId: string;
  asked: Asked;
  occurredAt?: Date;
  /** what the audit row says beyond who and why, from the state the decision met: never content */
  audit: (
    state: S,
  ) => Pick<AuditRecord, 'operation' | 'action' | 'subjects' | 'item' | 'fields'> &
    Partial<Pick<AuditRecord, 'event' | 'agreements' | 'emergency' | 'decision'>>;
  /** what the decision that its record names was made from, where policy decided about an item */
  made?: DecisionMade;
}

/** What came of it, and the signed promise that its record will stand in the log. */
export type CommandOutcome<S, E extends DomainEvent, R extends string> = { promise: string; state: S } & (
  { outcome: 'accepted'; events: RecordedEvent<E>[] } | { outcome: 'refused'; refusal: R }
);

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
  const byItself = alongside !== undefined || run.made !== undefined || isPartOfTransaction(agency.pool);
  const outcome = byItself ? await alone(agency, decider, run, alongside) : await inCompany(agency, decider, run);
  failpoint('command.after-commit');
  if (planted('tells-what-was-written')) agency.alarm('WRITTEN', { command: run.command });
  return outcome;
};

const alone = <C, S, E extends DomainEvent, R extends string>(
  agency: Agency,
  decider: Decider<C, S, E, R>,
  run: AuditedCommand<C, S>,
  alongside?: (client: pg.PoolClient) => Promise<void>,
): Promise<CommandOutcome<S, E, R>> =>
  evidence(
    agency,
    async (client) => {
      const result = await runDecider(client, decider, run.streamId, run.command, contextOf(agency, run));
      // Nothing happened when a command was already done: nobody is told twice, and the record says that he only looked.
      const changed = result.outcome === 'accepted' && result.events.length > 0;
      if (changed) await alongside?.(client);
      const refusal = result.outcome === 'refused' ? result.refusal : null;
      const described = commandRecord(run, result.state, { refusal, changed });
      const promise = await promisedDecision(agency, client, run.made ? [run.made] : [], described);
      failpoint('command.before-commit');
      return { ...result, promise } as CommandOutcome<S, E, R>;
    },
    ATTEMPTS,
  );

/** The same with whatever other commands are given meanwhile: one transaction for all of them (see AuditedWrites). */
const inCompany = <C, S, E extends DomainEvent, R extends string>(
  agency: Agency,
  decider: Decider<C, S, E, R>,
  run: AuditedCommand<C, S>,
): Promise<CommandOutcome<S, E, R>> =>
  agency.writes
    .write(run.streamId, async (history) => {
      const met = evolved(decider, decider.initial(), history);
      const decision = decider.decide(run.command, met);
      const decided = decision.outcome === 'accepted' ? decision.events : [];
      const events = readyEvents(agency.pool, run.streamId, history.length, decided, contextOf(agency, run));
      const state = evolved(decider, met, events);
      const refusal = decision.outcome === 'refused' ? decision.refusal : null;
      const described = commandRecord(run, state, { refusal, changed: events.length > 0 });
      const record = committed(auditRecord(agency, described));
      const promise = await promiseOf(agency, record.entryHash.toString('base64url'));
      const told = (recorded: RecordedEvent[]): CommandOutcome<S, E, R> =>
        refusal === null
          ? { outcome: 'accepted', events: recorded as RecordedEvent<E>[], state, promise }
          : { outcome: 'refused', refusal, state, promise };
      return { events, record, told };
    })
    .catch(throwUnavailable);

const contextOf = <C, S>(agency: Agency, { asked, occurredAt }: AuditedCommand<C, S>) => ({
  metadata: {
    correlationId: asked.correlationId,
    actor: { agency: asked.caller.agency, person: asked.caller.person },
    purpose: asked.purpose,
    ...(asked.caseRef ? { caseRef: asked.caseRef } : {}),
  },
  recordedAt: agency.clock.now(),
  ...(occurredAt ? { occurredAt } : {}),
});

const commandRecord = <C, S>(
  run: AuditedCommand<C, S>,
  state: S,
  { refusal, changed }: { refusal: string | null; changed: boolean },
): Parameters<typeof auditRecord>[1] => ({
  event: 'command-accepted',
  decision: null,
  ...run.audit(state),
  ...(changed ? {} : { event: refusal ? 'command-refused' : 'read' }),
  ...(refusal || changed ? {} : { operation: 'consultation' }),
  ...whoAsked(run.asked),
  ...(refusal && {
    decision: { effect: 'REFUSED', reason: refusal, reasonsInOrder: [refusal], obligations: [], bundleVersion: null },
  }),
});
