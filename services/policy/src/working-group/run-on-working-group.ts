// Every command in a working group takes this way: decided on its stream with its audit row, and, when it changed something, with
// the mark that the parties are to be told, in one transaction.
import { ruleOf } from '@gatehouse/agreements';
import { record } from '@gatehouse/audit-trail';
import {
  evolved,
  inTransaction,
  readStream,
  readStreams,
  runDecider,
  type RecordedEvent,
} from '@gatehouse/event-store';
import { auditRecord, runAudited, type Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import { dayAfter, dayIn } from '../instrument/day.ts';
import { boundBy, everBound, partiesOfAny, type Instrument } from '../instrument/instrument.state.ts';
import { markActed } from '../instrument/mark-acted.ts';
import { loadInstrument, reading, standing } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import type { Speaker } from './speaker.ts';
import { workingGroupDecider, type WorkingGroupCommand, type WorkingGroupRefusal } from './working-group.decider.ts';
import { workingGroupStream, type WorkingGroupEvent } from './working-group.events.ts';
import type { WorkingGroup } from './working-group.state.ts';

/** What audit records call a working group; its id is the instrument's. */
export const WORKING_GROUP_RECORD = 'policy.working-group';

export interface RanInGroup {
  refusal: WorkingGroupRefusal | null;
  promise: string;
  group: WorkingGroup;
  instrument: Instrument;
}

/** A command without who gives it. */
export type Motion = WorkingGroupCommand extends infer C
  ? C extends { type: infer T; data: infer D }
    ? { type: T; data: Omit<D, keyof Speaker> }
    : never
  : never;

export const runOnWorkingGroup = async (
  registry: Registry,
  asked: Asked,
  instrumentId: string,
  motion: Motion,
): Promise<RanInGroup> => {
  const { agency } = registry;
  const isRead = motion.type === 'ReadWorkingGroup';
  const instrument = await loadInstrument(agency.pool, instrumentId);
  const who = isRead ? reading(registry, asked, instrumentId) : standing(registry, asked, instrumentId);
  const command = { type: motion.type, data: { ...speakerOf(who, instrument), ...motion.data } } as WorkingGroupCommand;
  const outcome = await runAudited(
    agency,
    workingGroupDecider,
    {
      command,
      streamId: workingGroupStream(instrumentId),
      asked,
      audit: ({ status }) => ({
        ...(isRead ? { event: 'read' as const } : {}),
        operation: isRead ? 'consultation' : 'alteration',
        action: motion.type,
        subjects: [],
        item: { id: instrumentId, product: status === 'none' ? 'unknown' : WORKING_GROUP_RECORD },
        fields: [],
      }),
    },
    (client) => markActed(client, instrumentId),
  );
  return {
    refusal: outcome.outcome === 'refused' ? outcome.refusal : null,
    promise: outcome.promise,
    group: outcome.state,
    instrument,
  };
};

/** How long a dispute may take where the text does not say (clause 23). */
const DECIDED_WITHIN = 'P14D';

/** Somebody with what the instrument says at that instant. */
export const speakerOf = (
  { instrumentId, by, at, actsFor }: Pick<Speaker, 'instrumentId' | 'by' | 'at' | 'actsFor'>,
  instrument: Instrument,
): Speaker => {
  if (instrument.status === 'none')
    return { instrumentId, by, at, actsFor, parties: [], voters: [], today: '', decideBy: '' };
  const document = instrument.agreed.at(-1)?.document ?? instrument.pending?.document;
  const today = dayIn(at, document?.timezone ?? 'UTC');
  const within = document && ruleOf(document, 23)?.decidedWithin;
  const decideBy = dayAfter(today, within ?? DECIDED_WITHIN) ?? dayAfter(today, DECIDED_WITHIN) ?? today;
  const isAgreed = instrument.agreed.length > 0;
  const parties = isAgreed ? everBound(instrument) : partiesOfAny(instrument);
  const voters = isAgreed ? boundBy(instrument, at) : parties;
  return { instrumentId, by, at, actsFor, today, decideBy, parties, voters };
};

export const loadWorkingGroup = async (
  queryable: pg.Pool | pg.ClientBase,
  instrumentId: string,
): Promise<WorkingGroup> =>
  foldedGroup(await readStream<WorkingGroupEvent>(queryable, workingGroupStream(instrumentId)));

export const foldedGroup = (events: Parameters<typeof evolved<WorkingGroup, WorkingGroupEvent>>[2]): WorkingGroup =>
  evolved<WorkingGroup, WorkingGroupEvent>(workingGroupDecider, workingGroupDecider.initial(), events);

/** What happened in every working group, by the id of its instrument. */
export const loadGroupEvents = async (
  queryable: pg.Pool | pg.ClientBase,
): Promise<Map<string, RecordedEvent<WorkingGroupEvent>[]>> => {
  const { rows } = await queryable.query<{ id: string }>(
    'select instrument_id as id from registry.instrument where acts > 0',
  );
  const streams = await readStreams<WorkingGroupEvent>(
    queryable,
    rows.map(({ id }) => workingGroupStream(id)),
  );
  return new Map(rows.map(({ id }) => [id, streams.get(workingGroupStream(id)) ?? []]));
};

/** What the clock brings about; a step already taken leaves nothing behind. @returns whether it changed something */
export const runInGroupByClock = ({ agency }: Registry, command: WorkingGroupCommand): Promise<boolean> => {
  const { instrumentId } = command.data;
  const correlationId = agency.newId();
  const context = { metadata: { correlationId }, recordedAt: agency.clock.now() };
  const work = async (client: pg.PoolClient): Promise<boolean> => {
    const ran = await runDecider(client, workingGroupDecider, workingGroupStream(instrumentId), command, context);
    if (ran.outcome === 'refused' || ran.events.length === 0) return false;
    const item = { id: instrumentId, product: WORKING_GROUP_RECORD };
    const done = { event: 'command-accepted', operation: 'alteration', action: command.type, item } as const;
    await record(client, auditRecord(agency, { ...done, correlationId }));
    await markActed(client, instrumentId);
    return true;
  };
  return inTransaction(agency.pool, work, { attempts: 3 });
};
