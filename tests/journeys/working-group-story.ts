// The part of an agreement's life that its liaison working group has: who speaks for whom, what they dispute and decide, what they owe,
// and how it is kept, as its parties report it over the bus.
import { SUBJECT_ID, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import type { HeldTime } from './held-time.ts';
import { IN_PRISON } from './raised.ts';

const [PRISON, POLICE] = ['kz-prison-service', 'kz-police'];
const INSTRUMENTS = '/policy/v1/instruments';
const GOVERNANCE = { purpose: 'OVERSIGHT' };
const PATIENCE = { timeoutMs: 60_000 };

/** A notice as a story names it. */
export const stepOf = ({ step, daysLeft }: Notice): string => (daysLeft === null ? step : `${step} ${daysLeft}`);

export interface Notice {
  step: string;
  daysLeft: number | null;
}

/** What its own people are told of the agreement in an agency's own service. */
export const toldIn = async (
  time: HeldTime,
  instrument: string,
  service: 'police-liaison' | 'prison-intelligence',
): Promise<Notice[]> => {
  const [persona, purpose] =
    service === 'police-liaison' ? ['police-liaison', 'INVESTIGATE'] : ['analyst', 'SAFE_CUSTODY'];
  const path = `/${service}/v1/instrument-notices?instrument=${instrument}&limit=200`;
  return (await time.as(persona!).ask({ purpose: purpose!, path })).body['notices'] as Notice[];
};

const refusal = ({ status, body }: HttpAnswer) => [status, body['refusal']];

/** The tests of it, in their order; it is in force, and nothing was acknowledged. */
export const itIsServedByAWorkingGroup = (MOU: string, told: { time: () => HeldTime; sha256: () => string }): void => {
  const ask = (persona: string, path: string, body?: object): Promise<HttpAnswer> =>
    told
      .time()
      .as(persona)
      .ask({ ...GOVERNANCE, path, ...(body ? { body } : {}) });
  const act = (persona: string, what: string, body: object) => ask(persona, `${INSTRUMENTS}/${MOU}/${what}`, body);
  const group = (persona: string, what: string, body: object = {}) => act(persona, `working-group${what}`, body);
  it('has a working group, whose parties name their members, and whose disputes hold the strictest reading', async () => {
    expect((await group('police-signatory', '', {})).status).toBe(403);
    expect((await ask('police-signatory', `${INSTRUMENTS}/${MOU}/working-group`)).status).toBe(404);
    expect((await group('secretary', '')).body['members']).toEqual([]);
    for (const [party, person] of [
      ['prison', 'lm-saltanat'],
      ['police', 'lm-timur'],
    ] as const)
      await group(`${party}-signatory`, '/members', { person, post: 'directorate' });
    const begins = told.time().inHours(1);
    const { body: met } = await group('secretary', '/meetings', { begins, agenda: ['How the levels are kept'] });
    const [{ meetingId }] = met['meetings'] as [{ meetingId: string }];
    const minutes = { present: ['lm-saltanat', 'lm-timur'], minutes: told.sha256() };
    expect(refusal(await group('secretary', `/meetings/${meetingId}/minutes`, minutes))).toEqual([
      409,
      'meeting-not-begun',
    ]);

    const opened = await group('police-liaison-member', '/disputes', {
      clause: 5,
      question: 'Are contacts named (invented)?',
    });
    const [{ disputeId, due }] = opened.body['disputes'] as [{ disputeId: string; due: string }];
    expect(due).toBe('2026-12-07');
    const asked = { question: 'Contacts are named (invented).', disputeId };
    const proposed = await group('police-liaison-member', '/decisions', asked);
    const [{ decisionId }] = proposed.body['decisions'] as [{ decisionId: string }];
    const vote = (persona: string, cast: string) => group(persona, `/decisions/${decisionId}/votes`, { vote: cast });
    expect((await vote('police-liaison-member', 'PERHAPS')).status).toBe(400);
    expect(refusal(await vote('secretary', 'FOR'))).toEqual([422, 'not-a-member']);
    await vote('police-liaison-member', 'FOR');
    const rejected = await vote('prison-liaison-member', 'AGAINST');
    expect(rejected.body['disputes']).toMatchObject([{ state: 'WITH_SECRETARY', holds: 'STRICTEST' }]);
    const escalation = {
      level: 'HEADS_OF_PARTIES',
      reason: 'The clause is read differently (invented).',
      due: '2026-12-20',
    };
    await group('prison-liaison-member', '/escalations', escalation);
    await eventually(
      async () =>
        expect((await toldIn(told.time(), MOU, 'prison-intelligence')).map(stepOf)).toContain('EscalationRaised'),
      PATIENCE,
    );
  });

  it('is kept as its parties report and record it: counts alone', async () => {
    const done = { clause: '26.1', due: '2026-12-01', evidence: 'The minutes (invented).' };
    expect(refusal(await act('police-liaison-member', 'obligations/completions', done))).toEqual([
      422,
      'not-whoever-owes',
    ]);
    await act('prison-liaison-member', 'obligations/completions', done);
    await told.time().moveTo('2026-12-22T03:00:00.000Z');
    const report = { instrumentId: MOU, from: '2026-11-01', to: '2026-11-30' };
    const path = '/prison-intelligence/v1/performance-reports';
    const send = (body: object) =>
      told
        .time()
        .as('intelligence-manager')
        .ask({ ...IN_PRISON, path, body });
    expect(refusal(await send({ ...report, to: '2026-12-22' }))).toEqual([422, 'period-not-over']);
    expect((await send({ ...report, instrumentId: 'of-others' })).status).toBe(404);
    expect((await send(report)).status).toBe(201);
    const performance = async (persona: string) => (await ask(persona, `${INSTRUMENTS}/${MOU}/performance`)).body;
    await eventually(async () => {
      const { reports, disputes, escalations, obligations } = await performance('police-liaison-member');
      const level = { recipient: POLICE, inTime: 0, late: 0, missed: expect.any(Number), waiting: 0 };
      const reported = { party: PRISON, acknowledged: [level], keptPercent: 0, isKept: false };
      expect([reports, disputes]).toMatchObject([[reported], { withSecretary: 1 }]);
      expect([escalations, obligations]).toMatchObject([{ open: 1, late: 1 }, { done: 1 }]);
    }, PATIENCE);
    expect(JSON.stringify(await performance('commissioner'))).not.toContain(SUBJECT_ID);
    expect(
      (
        await told
          .time()
          .as('police-liaison')
          .ask({ ...GOVERNANCE, path: `${INSTRUMENTS}/${MOU}/performance` })
      ).status,
    ).toBe(403);
    const steps = ['MouObligationDone', 'MouObligationLate', 'EscalationLeftOpen'];
    await eventually(async () => {
      const received = (await toldIn(told.time(), MOU, 'police-liaison')).map(({ step }) => step);
      expect(received).toEqual(expect.arrayContaining(steps));
    }, PATIENCE);
  });
};
