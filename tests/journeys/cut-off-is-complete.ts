// A suspension that every service has applied, as a party of the instrument reads it.
import type { HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { expect } from '@jest/globals';

const PATIENCE = { timeoutMs: 60_000 };
const SERVICES = ['oversight', 'police-liaison', 'policy', 'prison-intelligence', 'source-registry'];

interface CutOff {
  steps: string[];
  isComplete: boolean;
  services: { service: string; state: string }[];
}

/** Waits until the last suspension reads complete, which every service has said of itself. @param ask below the instruments */
export const cutOffIsComplete = async (ask: (path: string) => Promise<HttpAnswer>, id: string): Promise<void> => {
  const suspension = async () => ((await ask(id)).body['suspensions'] as object[]).at(-1);
  await eventually(async () => expect(await suspension()).toMatchObject({ isComplete: true, waitsFor: [] }), PATIENCE);
  const [last] = (await ask(`${id}/cut-offs`)).body['cutOffs'] as CutOff[];
  expect(last).toMatchObject({ steps: ['MouSuspended'], isComplete: true });
  expect(last?.services.map(({ service, state }) => [service, state]).toSorted()).toEqual(
    SERVICES.map((service) => [service, 'ACKNOWLEDGED']),
  );
  expect((await ask('no-such-instrument/cut-offs')).status).toBe(404);
};
