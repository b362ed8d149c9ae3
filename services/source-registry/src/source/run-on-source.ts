// Every command of the registry takes this way: decided on the source's stream, with an audit row that names the entry by
// its random id and nobody by name. Whom it is about is left out of the audit on purpose: a record that ties a person to
// this registry would say that he is a source.
import { runAudited, type Agency, type Asked, type CommandOutcome } from '@gatehouse/sharing';
import type pg from 'pg';
import { handOf, type Hand } from '../names.ts';
import { SOURCE_RECORD } from '../registry.ts';
import { sourceDecider, type SourceCommand, type SourceRefusal } from './source.decider.ts';
import { sourceStream, type SourceEvent } from './source.events.ts';
import type { Entry, Source } from './source.state.ts';

export interface Ran {
  refusal: SourceRefusal | null;
  promise: string;
  source: Source;
}

export interface Said {
  operation: 'collection' | 'alteration' | 'consultation';
  /** names of what was recorded or shown */
  fields?: string[];
}

/** `alongside` writes with an accepted command's transaction. */
export const runOnSource = async (
  agency: Agency,
  asked: Asked,
  command: SourceCommand,
  { operation, fields = [] }: Said,
  alongside?: (client: pg.PoolClient) => Promise<void>,
): Promise<Ran> => {
  const { sourceId } = command.data;
  const outcome: CommandOutcome<Source, SourceEvent, SourceRefusal> = await runAudited(
    agency,
    sourceDecider,
    {
      command,
      streamId: sourceStream(sourceId),
      asked,
      audit: (source) => ({
        ...(operation === 'consultation' ? { event: 'read' as const } : {}),
        operation,
        action: command.type,
        subjects: [],
        item: { id: sourceId, product: source.status === 'none' ? 'unknown' : SOURCE_RECORD },
        // A refused reading showed nothing.
        fields: operation === 'consultation' && isRefused(command, source) ? [] : fields,
      }),
    },
    alongside,
  );
  const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
  return { refusal, promise: outcome.promise, source: outcome.state };
};

const isRefused = (command: SourceCommand, source: Source): boolean =>
  sourceDecider.decide(command, source).outcome === 'refused';

/** What every command says: on which entry, by whom, when. */
export const done = (
  { keys, clock }: Agency,
  asked: Asked,
  sourceId: string,
): { sourceId: string; by: Hand; at: string } => ({
  sourceId,
  by: handOf(keys.pseudonym, asked),
  at: clock.now().toISOString(),
});

/** The entry of a command that was accepted. */
export const entryOf = ({ source }: Ran): Entry => {
  if (source.status === 'none') throw new TypeError('an accepted command leaves an entry');
  return source;
};
