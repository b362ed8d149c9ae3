// What writes samples of decided events has in common: what the samples say, and what the deciders make of it.
import type { Decider, DomainEvent } from '@gatehouse/event-store';
import { allTypes } from './catalogues.ts';
import { keepSample, readSample, sampleFile, sampleFiles, type Sample } from './sample.ts';

const CORRELATION = '5d0b6c0a-2f58-4a8e-9d0e-0c6f4d1f7a11';
const HOUR_MS = 3_600_000;

export const given = <E extends DomainEvent>(type: E['type']): E & Pick<Sample, 'streamId' | 'recordedAt'> =>
  readSample(sampleFile({ type, typeVersion: 1 })) as unknown as E & Pick<Sample, 'streamId' | 'recordedAt'>;

export const after = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();

export const keep = (streamId: string, recordedAt: string, event: DomainEvent): void => {
  const sample: Sample = {
    type: event.type,
    typeVersion: allTypes().get(event.type) ?? 1,
    streamId,
    data: event.data,
    metadata: { correlationId: CORRELATION },
    occurredAt: recordedAt,
    recordedAt,
  };
  if (!sampleFiles().includes(sampleFile(sample))) keepSample(sample);
};

export const decided = <C, S, E extends DomainEvent, R extends string>(
  { initial, evolve, decide }: Decider<C, S, E, R>,
  history: E[],
  command: C,
): E[] => {
  const decision = decide(command, history.reduce(evolve, initial()));
  if (decision.outcome === 'refused') throw new Error(`refused: ${decision.refusal}`);
  return decision.events;
};
