/**
 * What is set for a topic, so that nothing is lost on it and nothing stays on it: pure.
 *
 * Promise: whoever reads a lane finds there what was written seven eighths of its time ago, whatever the writer's clock says; after the
 * whole of it a message is gone, as far as a broker can promise that. How much has come meanwhile takes nothing away.
 */
import type { TopicPlan } from '../topic-plan.ts';
import type { FoundTopic, TopicShape } from './bus-state.ts';

type Planned = TopicPlan['topics'][number];

const EIGHT_DAYS_MS = 8 * 24 * 3_600_000;

/** The share of a lane's time for which a message waits there. A broker deletes whole segments: the rest is what one may lag behind. */
export const WAITS_AT_MOST = 7 / 8;

/** Milliseconds: how late a broker is that looks every five minutes for what is over, and deletes a minute after that. */
export const LATE_BY_MS = 10 * 60_000;

const IN_SYNC = 'min.insync.replicas';
const RETENTION = 'retention.ms';

/** By name, as the broker calls them. */
export const settingsOf = (
  { compact, goneWithinMs = EIGHT_DAYS_MS }: Planned,
  { replication = 1 }: TopicShape,
): Record<string, string> => {
  const waits = Math.floor(goneWithinMs * WAITS_AT_MOST);
  return {
    'cleanup.policy': compact ? 'compact' : 'delete',
    [RETENTION]: String(waits),
    'segment.ms': String(goneWithinMs - waits - LATE_BY_MS),
    // A sender whose clock is a year behind would have its messages deleted as they come, one ahead would have them kept.
    'message.timestamp.type': 'LogAppendTime',
    'retention.bytes': '-1',
    [IN_SYNC]: String(Math.max(1, replication - 1)),
  };
};

/** How many copies a message needs is the broker's operator's to raise: a plan that is less careful takes nothing back. */
export const differs = (setting: string, has: string | undefined, to: string): boolean =>
  setting === IN_SYNC ? has !== undefined && Number(has) < Number(to) : has !== to;

/** Whether what is there now would be deleted sooner. Nobody knows here what a broker does by default. */
export const shortens = (setting: string, from: string | null, to: string): boolean =>
  setting === RETENTION && (from === null || Number(from) < 0 || Number(from) > Number(to));

/** Whether a lane that is there would hold less than before. */
export const isShortened = (topic: Planned, { settings }: FoundTopic, shape: TopicShape): boolean =>
  settings !== null && shortens(RETENTION, settings[RETENTION] ?? null, settingsOf(topic, shape)[RETENTION] ?? '');
