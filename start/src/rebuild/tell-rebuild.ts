// What the operator reads: positions, counts, and the keys of rows. Nothing of what stands in them.
import type { RebuildEnd, RebuildProgress, Replayed, TableDifferences } from '@gatehouse/projections';

export const toldProgress = ({ position, share }: RebuildProgress): string => {
  const at = position ? `${position.transactionId}/${position.sequence}` : 'the beginning';
  return `at ${at}, ${(share * 100).toFixed(1)} % of the store`;
};

const ENDS: Record<RebuildEnd['end'], [exit: number, said: string]> = {
  swapped: [0, 'swapped: the rows made anew are live'],
  alike: [0, 'the live rows are what the events say'],
  differ: [3, 'the live rows are not what the events say; nothing was swapped (--accept-differences swaps)'],
  stopped: [130, 'stopped; the next call goes on here'],
};

/** The exit code and the lines. */
export const toldEnd = (ended: RebuildEnd): [exit: number, lines: string[]] => {
  const [exit, said] = ENDS[ended.end];
  if (ended.end === 'stopped') return [exit, [said]];
  const compared = ended.progress ? [`compared ${toldProgress(ended.progress)}`] : [];
  return [exit, [...compared, ...ended.differences.flatMap(toldTable), said]];
};

const toldTable = ({ table, liveRows, rebuiltRows, differing, first }: TableDifferences): string[] => {
  const head = `${table}: ${liveRows} rows live, ${rebuiltRows} made anew, ${differing} differ`;
  const rows = first.map(
    ({ kind, row, columns }) => `  ${kind.padEnd(8)}${row}${columns.length > 0 ? `: ${columns.join(', ')}` : ''}`,
  );
  const more = differing - first.length;
  return [head, ...rows, ...(more > 0 ? [`  and ${more} more`] : [])];
};

const REPLAYED: Record<Exclude<Replayed['outcome'], 'replayed'>, string> = {
  'not-repeatable':
    'this read model counts what happened: an event applied twice would count twice; rebuild it instead',
  'no-such-event': 'there is no such event',
  'not-yet-applied': 'the read model has not come to this event yet; it comes by itself',
};

export const toldReplayed = (replayed: Replayed): [exit: number, lines: string[]] =>
  replayed.outcome === 'replayed'
    ? [0, [`applied once more: ${replayed.events} ${replayed.events === 1 ? 'event' : 'events'} of its stream`]]
    : [3, [REPLAYED[replayed.outcome]]];
