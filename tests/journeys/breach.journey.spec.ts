// A breach of an instrument over HTTP: whoever protects the data at the police reports it, everybody who has to know is told at once, and
// what happened is read by those it concerns.
import type { HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HeldTime } from './held-time.ts';
import { toldIn } from './working-group-story.ts';

const MOU = 'kz-prisons-police';
const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'];
const PATIENCE = { timeoutMs: 60_000 };
const WORDS = 'A printed alert was left in a car (invented).';

let time: HeldTime;
beforeAll(async () => {
  time = await HeldTime.start();
}, 300_000);
afterAll(() => time.end());

const ask = (persona: string, what: string, body?: object, id = MOU): Promise<HttpAnswer> =>
  time
    .as(persona)
    .ask({ purpose: 'OVERSIGHT', path: `/policy/v1/instruments/${id}/${what}`, ...(body ? { body } : {}) });
const answer = ({ status, body }: HttpAnswer) => [status, body['refusal'], body['clause']];
const breaches = async (persona: string) =>
  (await ask(persona, 'breaches')).body['breaches'] as Record<string, unknown>[];
const steps = async (service: 'police-liaison' | 'prison-intelligence') =>
  (await toldIn(time, MOU, service)).filter(({ step }) => step.startsWith('MouBreach')).map(({ step }) => step);

describe('a breach', () => {
  const noticed = { noticedAt: '2026-11-23T02:00:00Z', whatHappened: WORDS, parties: [PRISON] };
  let path: string;

  it('is reported by whoever protects the data, for his own instrument alone', async () => {
    expect((await ask('analyst', 'breaches', noticed)).status).toBe(403);
    expect(answer(await ask('secretary', 'breaches', noticed))[0]).toBe(403);
    const strangers = await ask('police-data-protection', 'breaches', noticed, 'kz-prison-instruction-7');
    const nothing = await ask('police-data-protection', 'breaches', noticed, 'kz-nothing');
    expect([strangers.status, strangers.body]).toEqual([404, nothing.body]);
    const others = { ...noticed, parties: ['kz-probation'] };
    expect(answer(await ask('police-data-protection', 'breaches', others))).toEqual([422, 'breach-names-no-party', 20]);
    const { status, body } = await ask('police-data-protection', 'breaches', noticed);
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        owner: POLICE,
        noticeDue: '2026-11-26T02:00:00.000Z',
        untold: ['originator', 'supervisory-authority'],
        whatHappened: WORDS,
      }),
    ]);
    path = `breaches/${String(body['breachId'])}/notices`;
  });

  it('is told at once to each party and the secretary, and read by those it concerns', async () => {
    for (const service of ['police-liaison', 'prison-intelligence'] as const)
      await eventually(async () => expect(await steps(service)).toEqual(['MouBreachReported']), PATIENCE);
    expect(JSON.stringify(await toldIn(time, MOU, 'prison-intelligence'))).not.toContain('car');
    const words = async (persona: string) => (await breaches(persona)).map(({ whatHappened }) => whatHappened);
    expect(await words('prison-data-protection')).toEqual([WORDS]);
    expect(await words('commissioner')).toEqual([WORDS]);
    expect(await words('secretary')).toEqual([null]);
  });

  it('has its notices recorded, and is late where one is missing when the clock has run out', async () => {
    const notice = { givenAt: '2026-11-23T02:30:00Z', evidence: 'Letter 7 (invented).' };
    expect(answer(await ask('prison-signatory', path, { ...notice, to: 'originator' }))).toEqual([
      422,
      'not-whoever-owes',
      undefined,
    ]);
    const newspaper = await ask('police-data-protection', path, { ...notice, to: 'newspaper' });
    expect(answer(newspaper)).toEqual([422, 'notice-to-nobody-named', 20]);
    const told = await ask('police-data-protection', path, { ...notice, to: 'originator' });
    expect([told.status, told.body['untold']]).toEqual([200, ['supervisory-authority']]);
    await time.moveTo('2026-11-26T02:00:01.000Z');
    await eventually(async () => expect(await steps('prison-intelligence')).toContain('MouBreachNoticeLate'), PATIENCE);
    const last = await ask('secretary', path, { ...notice, to: 'supervisory-authority' });
    expect([last.body['untold'], last.body['isLate']]).toEqual([[], true]);
    const { body } = await ask('police-signatory', 'performance');
    expect(body['breaches']).toEqual({ open: 0, late: 1, told: 1 });
  });
});
