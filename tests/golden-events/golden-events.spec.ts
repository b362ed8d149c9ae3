// Whatever was ever written can be read today: each type and version has a sample, and every sample is brought up to date, folded
// by its decider, and asked what it means outside and for the clocks.
import { EventCatalogue, type RecordedEvent } from '@gatehouse/event-store';
import { toClock as policeClock, toProduct as policeProduct } from '@gatehouse/police-liaison';
import { toClock as prisonClock, toProduct as prisonProduct } from '@gatehouse/prison-intelligence';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUES, allTypes } from './catalogues.ts';
import { eventsInCode } from './events-in-code.ts';
import { FOLDS } from './folds.ts';
import { digestOf, digestsAsWritten, readSample, sampleFile, sampleFiles, type Sample } from './sample.ts';

const everyVersion = [...allTypes()].flatMap(([type, version]) =>
  Array.from({ length: version }, (_, older): Pick<Sample, 'type' | 'typeVersion'> => ({
    type,
    typeVersion: older + 1,
  })),
);
const knowing = (type: string): EventCatalogue[] =>
  Object.values(CATALOGUES).filter((catalogue) => catalogue.types().has(type));
const today = ({ type, typeVersion, data }: Sample): { type: string; data: object } => ({
  type,
  data: knowing(type)[0]!.upToDate(type, typeVersion, data),
});
const samplesOf = (types: string[]): Sample[] => {
  const all = sampleFiles().map(readSample);
  return types.flatMap((type) => all.filter((sample) => sample.type === type));
};

describe('the types of events', () => {
  it('stand in a catalogue, each that the code declares', () => {
    const declared = eventsInCode();
    const missing = [...declared].filter(([type]) => !allTypes().has(type)).map(([type, file]) => `${type} of ${file}`);
    expect(missing).toEqual([]);
    expect([...allTypes().keys()].filter((type) => !declared.has(type))).toEqual([]);
    expect(declared.size).toBeGreaterThanOrEqual(86);
  });

  it('have a sample of each version that was ever written, and no other', () => {
    expect(sampleFiles().toSorted()).toEqual(everyVersion.map(sampleFile).toSorted());
  });
});

describe('a golden sample', () => {
  it.each(sampleFiles())('%s is as it was written', (file) => {
    expect(digestOf(file)).toBe(digestsAsWritten()[file]);
    expect(sampleFile(readSample(file))).toBe(file);
  });

  it.each(Object.entries(FOLDS))(
    'of a stream is folded by its decider, and leaves nothing unsaid: %s',
    (_name, fold) => {
      const samples = samplesOf(fold.types);
      const begun = fold.evolve(fold.initial(), today(samples[0]!));
      for (const sample of samples) {
        const state = fold.evolve(begun, today(sample));
        expect({ of: sampleFile(sample), unsaid: unsaid(state) }).toEqual({ of: sampleFile(sample), unsaid: [] });
      }
    },
  );

  it.each(sampleFiles())('%s says what it means outside and for the clocks', (file) => {
    const sample = readSample(file);
    const event = recorded(sample);
    if (CATALOGUES['prison-intelligence']!.types().has(sample.type))
      expect([unsaid(prisonProduct(event)), unsaid(prisonClock(event))]).toEqual([[], []]);
    if (CATALOGUES['police-liaison']!.types().has(sample.type))
      expect([unsaid(policeProduct(event)), unsaid(policeClock(event))]).toEqual([[], []]);
  });
});

const recorded = (sample: Sample): RecordedEvent => ({
  ...today(sample),
  eventId: '00000000-0000-4000-8000-000000000000',
  streamId: sample.streamId,
  version: 1,
  cursor: { epoch: '', transactionId: '1', sequence: '1' },
  metadata: sample.metadata,
  occurredAt: new Date(sample.occurredAt),
  recordedAt: new Date(sample.recordedAt),
});

/** Where a value is undefined: what today's code looked for in an older event and did not find. */
const unsaid = (value: unknown, path = ''): string[] => {
  if (value === undefined) return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => unsaid(part, `${path}/${name}`));
};
