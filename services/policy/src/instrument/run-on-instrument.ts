// Every command about an instrument takes this way: decided on its stream, with its audit row, and, when it changed something, with
// the mark that a new bundle is due, in one transaction. Audit records name the instrument, and nobody but who acted.
import { record } from '@gatehouse/audit-trail';
import { evolved, inTransaction, readStream, readStreams, runDecider } from '@gatehouse/event-store';
import { auditRecord, runAudited, type Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import { handOf, INSTRUMENT_RECORD, type Registry } from '../registry.ts';
import {
  instrumentDecider,
  type InstrumentCommand,
  type InstrumentRefusal,
  type Standing,
} from './instrument.decider.ts';
import { instrumentStream, type InstrumentEvent } from './instrument.events.ts';
import type { BegunCutOff } from '../cut-off/cut-off.decider.ts';
import { loadCutOffs } from '../cut-off/run-on-cut-off.ts';
import { noticeOfDraft } from './decide-draft.ts';
import { earliestEnd } from './decide-termination.ts';
import { noticeOfPending } from './decide-version.ts';
import { asKnownTo, type Instrument } from './instrument.state.ts';
import { markActed } from './mark-acted.ts';

export interface Ran {
  refusal: InstrumentRefusal | null;
  promise: string;
  /** as whoever asked may know it */
  instrument: Instrument;
  /** of the instrument, the newest first; none where it was refused */
  cutOffs: BegunCutOff[];
  /** of a notice that was too short: when the instrument may end, or the text count */
  earliest: string | null;
}

/** `alongside` writes, or checks what the decision rests on, with an accepted command's transaction. */
export const runOnInstrument = async (
  registry: Registry,
  asked: Asked,
  command: InstrumentCommand,
  alongside?: (client: pg.PoolClient) => Promise<void>,
): Promise<Ran> => {
  const { instrumentId } = command.data;
  const operation = command.type === 'DraftInstrument' ? 'collection' : 'alteration';
  const outcome = await runAudited(
    registry.agency,
    instrumentDecider,
    {
      command,
      streamId: instrumentStream(instrumentId),
      asked,
      audit: ({ status }) => ({
        ...(command.type === 'ReadInstrument' ? { event: 'read' as const } : {}),
        operation: command.type === 'ReadInstrument' ? 'consultation' : operation,
        action: command.type,
        subjects: [],
        item: { id: instrumentId, product: status === 'none' ? 'unknown' : INSTRUMENT_RECORD },
        fields: [],
      }),
    },
    async (client) => {
      await alongside?.(client);
      await mark(client, command);
    },
  );
  if (outcome.outcome === 'accepted' && outcome.events.length > 0 && changesTheBundle(command)) registry.changed();
  const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
  return {
    refusal,
    promise: outcome.promise,
    earliest: earliestOf(refusal, outcome.state, command),
    instrument: shownTo(command.data.actsFor, outcome.state),
    cutOffs: refusal ? [] : await loadCutOffs(registry.agency.pool, instrumentId),
  };
};

const earliestOf = (
  refusal: InstrumentRefusal | null,
  instrument: Instrument,
  { type, data }: InstrumentCommand,
): string | null => {
  if (instrument.status === 'none') return null;
  if (refusal === 'notice-too-short') return earliestEnd(instrument, data.at);
  if (refusal !== 'amendment-notice-too-short' && refusal !== 'notice-outlasts-term') return null;
  if (type === 'DraftInstrument') return noticeOfDraft(data, instrument);
  return type === 'BringIntoForce' && instrument.pending ? noticeOfPending(data, instrument.pending, instrument) : null;
};

const shownTo = (party: string | null, instrument: Instrument): Instrument =>
  party === null || instrument.status === 'none' ? instrument : asKnownTo(instrument, party);

/**
 * What the clock brings about, in one transaction: no person asked for it, so a refusal or a step already taken leaves nothing behind.
 * @returns how many of the commands changed something
 */
export const runByClock = async (registry: Registry, commands: readonly InstrumentCommand[]): Promise<number> => {
  const { agency } = registry;
  const work = async (client: pg.PoolClient): Promise<InstrumentCommand[]> => {
    const done: InstrumentCommand[] = [];
    for (const command of commands) if (await takes(registry, client, command)) done.push(command);
    return done;
  };
  const done = await inTransaction(agency.pool, work, { attempts: 3 });
  if (done.some(changesTheBundle)) registry.changed();
  return done.length;
};

/** Whether a command that nobody asked for by itself changed something, with its record. */
export const takes = async (
  { agency }: Registry,
  client: pg.PoolClient,
  command: InstrumentCommand,
): Promise<boolean> => {
  const { instrumentId } = command.data;
  const correlationId = agency.newId();
  const context = { metadata: { correlationId }, recordedAt: agency.clock.now() };
  const ran = await runDecider(client, instrumentDecider, instrumentStream(instrumentId), command, context);
  if (ran.outcome === 'refused' || ran.events.length === 0) return false;
  const item = { id: instrumentId, product: INSTRUMENT_RECORD };
  const done = { event: 'command-accepted', operation: 'alteration', action: command.type, item } as const;
  await record(client, auditRecord(agency, { ...done, correlationId }));
  await mark(client, command);
  return true;
};

/** Warnings and obligations are told to the parties, and change nothing of what services decide on. */
const changesTheBundle = ({ type }: InstrumentCommand): boolean =>
  ![
    'WarnOfExpiry',
    'RemindOfObligation',
    'NoteObligationEvent',
    'NoteObligationLate',
    'RecordObligation',
    'NotePartyKey',
    'ReportBreach',
    'RecordBreachNotice',
    'NoteBreachLate',
  ].includes(type);

const mark = (client: pg.ClientBase, command: InstrumentCommand): Promise<void> =>
  changesTheBundle(command)
    ? markChanged(client, command.data.instrumentId)
    : markActed(client, command.data.instrumentId);

const markChanged = async (client: pg.ClientBase, instrumentId: string): Promise<void> => {
  await client.query(
    `insert into registry.instrument (instrument_id) values ($1)
     on conflict (instrument_id) do update set changes = registry.instrument.changes + 1`,
    [instrumentId],
  );
};

/** What every command says. A signatory acts for his party; the secretariat and the reviewers for none. */
export const standing = ({ agency }: Registry, asked: Asked, instrumentId: string): Standing => ({
  instrumentId,
  by: handOf(asked),
  at: agency.clock.now().toISOString(),
  actsFor: asked.caller.agency === agency.party ? null : asked.caller.agency,
});

/** Whoever only reads: oversight may know of every instrument, as the secretariat does. */
export const reading = (registry: Registry, asked: Asked, instrumentId: string): Standing => ({
  ...standing(registry, asked, instrumentId),
  actsFor: mayKnowAll(registry, asked) ? null : asked.caller.agency,
});

export const mayKnowAll = ({ agency }: Registry, { caller }: Asked): boolean =>
  [agency.party, agency.auditKeeper].includes(caller.agency);

export const loadInstrument = async (queryable: pg.Pool | pg.ClientBase, instrumentId: string): Promise<Instrument> =>
  foldedInstrument(await readStream<InstrumentEvent>(queryable, instrumentStream(instrumentId)));

/** Every instrument there is, with what happened to it, in the order of their ids. */
export const loadInstruments = async (queryable: pg.Pool | pg.ClientBase) => {
  const { rows } = await queryable.query<{ id: string }>(
    'select instrument_id as id from registry.instrument order by instrument_id',
  );
  const streams = await readStreams<InstrumentEvent>(
    queryable,
    rows.map(({ id }) => instrumentStream(id)),
  );
  return [...streams.values()].flatMap((events) => {
    const instrument = foldedInstrument(events);
    return instrument.status === 'known' ? [{ instrument, events }] : [];
  });
};

export const foldedInstrument = (events: Parameters<typeof evolved<Instrument, InstrumentEvent>>[2]): Instrument =>
  evolved<Instrument, InstrumentEvent>(instrumentDecider, instrumentDecider.initial(), events);
