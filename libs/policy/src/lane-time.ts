/**
 * How long a lane holds what is on it. Promise: nothing is lost that nobody says again, and nothing is there any more, sealed as it is,
 * once a flow of that lane has it destroyed (clauses 6 and 16). Pure.
 *
 * What waits in an outbox for its receipt is sent again each hour at the least, so the lane itself need hold it no longer than two of
 * these; it holds it for a week, so that whoever is back finds everything at once. A receipt, and an audit record, are said once: their
 * lanes hold them as long as they may.
 */
import { shortestLengthOf, type CompiledFlow, type FlowTopic } from '@gatehouse/agreements';
import { LATE_BY_MS, LONGEST_PAUSE_MS, WAITS_AT_MOST } from '@gatehouse/event-bus';
import type { BundleInstrument } from './bundle.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds after which a message is gone, by what becomes of one that was lost. */
export const GONE_WITHIN_MS = {
  /** its sender has it until the receipt, and sends it again */
  sentAgain: 8 * DAY_MS,
  /** a newer one says all of it, each minute */
  saidAnew: DAY_MS,
  /** nobody sends it again */
  untilTaken: 104 * DAY_MS,
} as const;

/** What no lane goes below: two pauses of a sender, and the time a broker may be late by. */
export const LEAST_MS = Math.ceil((2 * LONGEST_PAUSE_MS + LATE_BY_MS) / WAITS_AT_MOST);

/** Of the lane's flows, in every version there is: what left under an older one has its days. @returns milliseconds */
export const goneWithin = (instrument: BundleInstrument, topic: FlowTopic): number => {
  const versions = [instrument.compiled, ...(instrument.history ?? []).map(({ compiled }) => compiled)];
  const destroyed = versions
    .flatMap(({ flows }) => flows)
    .filter((flow) => takes(topic, flow))
    .flatMap(destroyedAfter);
  const most = topic.kind === 'data' ? GONE_WITHIN_MS.sentAgain : GONE_WITHIN_MS.untilTaken;
  return Math.max(LEAST_MS, Math.min(most, ...destroyed));
};

/** A receipt goes the other way, and names an item of any product. */
const takes = ({ kind, product, from, to }: FlowTopic, { consumers, producer, ...flow }: CompiledFlow): boolean =>
  kind === 'data'
    ? flow.product === product && producer === from && consumers.includes(to)
    : producer === to && consumers.includes(from);

const destroyedAfter = ({ retain, special }: CompiledFlow): number[] =>
  [retain.destroy, ...(special ? [special.destroy] : [])].flatMap((period) => shortestLengthOf(period) ?? []);
