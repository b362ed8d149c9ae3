// Story A, steps 1 to 5 and 9, in one process: an early sign, from what an officer heard to a correction that reached everybody
// who holds the report.
import { loadSample, lookAgain, runJourney } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { running, type Running } from './running.ts';
import type { Told } from './story/stage.ts';
import { storyHolds } from './story/story-holds.ts';

describe('an early sign, in one process', () => {
  let gatehouse: Running;
  let told: Told;

  beforeAll(async () => {
    gatehouse = await running();
    await loadSample(...Object.values(gatehouse.agencies));
    told = { ...gatehouse, ...(await runJourney(gatehouse.access, gatehouse.logKey)) };
  });
  afterAll(() => gatehouse.end());

  storyHolds(() => told);

  it('is there to be looked at again', async () => {
    const again = await lookAgain(gatehouse.access, gatehouse.logKey, told.mark);
    expect([again.refusals, again.log.verified]).toEqual([told.journey.refusals, true]);
    expect(again.fields).toEqual(told.journey.fields);
  });
});
