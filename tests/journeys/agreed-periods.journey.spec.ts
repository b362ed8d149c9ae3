// The parties signed other periods than usual: an emergency of two hours that is looked at within a day by three, corrections that are
// confirmed within a day, and no withdrawal because an agreement has ended. Everything goes by what they signed.
import { allInstruments, loadSample, REPORT, SANITISATION, type HttpAnswer } from '@gatehouse/start';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alert, disclosed } from './disclosed.ts';
import { emergency, refusal } from './emergency-night.ts';
import { HeldTime } from './held-time.ts';
import { INBOX, INVESTIGATE, REPORTS } from './raised.ts';

const PATIENCE = { timeoutMs: 60_000 };
const CORRECTION = 'prison-intelligence.correction.v1';
const CHANGES: [instrument: string, from: string, to: string][] = [
  ['kz-threat-to-life', 'timebox: PT4H', 'timebox: PT2H'],
  ['kz-threat-to-life', 'reviewWithin: PT72H\n      reviewers: 2', 'reviewWithin: PT24H\n      reviewers: 3'],
  ['kz-prisons-police', 'acknowledgeWithin: PT72H\n      whileOpen', 'acknowledgeWithin: PT24H\n      whileOpen'],
  ['kz-prisons-police', 'UNLAWFUL, SOURCE_RISK, MOU_ENDED, ERROR]', 'UNLAWFUL, SOURCE_RISK, ERROR]'],
  ['kz-prison-instruction-7', 'UNLAWFUL, SOURCE_RISK, MOU_ENDED, ERROR]', 'UNLAWFUL, SOURCE_RISK, ERROR]'],
];

const signed = allInstruments().map(({ file, text }) => {
  const changes = CHANGES.filter(([id]) => file === loadInstrumentSource(id).file);
  return { file, text: changes.reduce((before, [, from, to]) => before.replace(from, to), text) };
});

let time: HeldTime;

beforeAll(async () => {
  time = await HeldTime.start({ instruments: signed });
  const { 'prison-intelligence': prison, 'police-liaison': police } = time.gatehouse.agencies;
  await loadSample(prison, police);
}, 300_000);
afterAll(() => time.end());

const isThere = ({ status }: HttpAnswer) => status === 200;
const act = (who: string, reportUrn: string, name: string, body: object) =>
  time.as(who).ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}/${name}`, body });

describe('clause 19', () => {
  it('ends an emergency after its own two hours, and has it looked at within its own day', async () => {
    const item = alert('ATTACK_PLANNING', { priority: 'IMMEDIATE', purpose: 'PREVENT_SERIOUS_HARM' });
    const payload = { ...item.payload, validUntil: time.inHours(200) };
    const id = await disclosed(time.gatehouse, { ...item, payload });
    const officer = time.as('duty-officer');
    await officer.askUntil({ ...emergency(id), path: `${INBOX}/${id}` }, isThere, PATIENCE.timeoutMs);
    const facts = {
      whoAtRisk: 'Visitors of Saturday morning (invented)',
      bySubject: 'Daniyar Omarov (invented)',
      where: 'The visiting hall of Prison 17 (invented)',
      when: time.inHours(6),
      nature: 'An attack with a sharpened tool when the hall is full.',
      dutyContact: 'Duty desk, +7 000 000 02 02 (invented)',
    };
    const [until, reviewBy] = [time.inHours(2), time.inHours(24)];
    const opened = await officer.ask({ ...emergency(id), body: facts });
    expect(opened.body).toMatchObject({ until, reviewBy });
    const obligations = opened.body['obligations'] as string[];
    expect(obligations).toEqual(expect.arrayContaining(['TIMEBOX_2H', 'REVIEW_24H', 'REVIEWERS_3']));
    expect(obligations).not.toContain('TIMEBOX_4H');
    await time.moveTo(new Date(Date.parse(until) - 1_000));
    expect((await time.as('duty-officer').ask(emergency(id))).status).toBe(200);
    await time.moveTo(until);
    expect(refusal(await time.as('duty-officer').ask(emergency(id)))).toEqual([409, 'emergency-access-over']);
  });
});

describe('a report the police hold', () => {
  let reportUrn: string;
  let itemId: string;

  beforeAll(async () => {
    const body = { ...REPORT, priority: 'ROUTINE' };
    reportUrn = String((await time.as('analyst').ask({ ...INVESTIGATE, path: REPORTS, body })).body['reportUrn']);
    await act('analyst', reportUrn, 'sanitisation', SANITISATION);
    const handling = { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] };
    const reviewBy = time.inHours(24 * 30).slice(0, 10);
    await act('intelligence-manager', reportUrn, 'approval', { handling, reviewBy });
    const { preview } = (await act('intelligence-manager', reportUrn, 'preview', {})).body;
    await act('intelligence-manager', reportUrn, 'dissemination', { preview });
    const { body: record } = await time.as('analyst').ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}` });
    itemId = String(record['itemId']);
    const path = `${INBOX}/${itemId}`;
    await time.as('police-liaison').askUntil({ ...INVESTIGATE, path }, isThere, PATIENCE.timeoutMs);
  }, 240_000);

  it('is corrected within the day of clause 15, and after it escalated at both ends', async () => {
    const regrade = { n: 2, grade: { scale: '3x5x2', source: '2', information: 'E' }, reason: 'Found to be wrong.' };
    expect((await act('intelligence-manager', reportUrn, 'regrade', regrade)).status).toBe(200);
    const list = { ...INVESTIGATE, path: `${INBOX}?product=${CORRECTION}` };
    const listed = ({ body }: HttpAnswer) => (body['items'] as { itemId: string }[] | undefined) ?? [];
    const page = await time
      .as('police-liaison')
      .askUntil(list, (answer) => listed(answer).length === 1, PATIENCE.timeoutMs);
    const noticeId = listed(page)[0]!.itemId;
    const opened = await time.as('police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}/${noticeId}` });
    expect(opened.body['content']).toMatchObject({ itemId, ackWithin: 'PT24H' });
    const instrument = 'Law on personal data in criminal justice (sample)';
    expect(opened.body['provenance']).toMatchObject({
      law: [{ agreement: 'kz-corrections@1', instrument, article: '16' }],
    });
    await time.moveTo(time.inHours(25));
    const { 'prison-intelligence': prison, 'police-liaison': police } = time.gatehouse.agencies;
    for (const [{ pool }, clock] of [
      [prison, `acknowledgement-clock-${noticeId}-kz-police`],
      [police, `acknowledgement-clock-${noticeId}`],
    ] as const)
      await eventually(async () => {
        const sql = `select 1 from store.events where stream_id = $1 and type = 'CorrectionOverdue'`;
        expect((await pool.query(sql, [clock])).rowCount).toBe(1);
      }, PATIENCE);
  });

  it('is taken back on a ground that clause 16 names, and on no other', async () => {
    const said = { required: 'ERASE', reason: 'The paragraph was written down wrongly.' };
    const refused = await act('intelligence-manager', reportUrn, 'withdrawal', { ...said, ground: 'MOU_ENDED' });
    expect(refusal(refused)).toEqual([422, 'ground-not-agreed']);
    expect(refused.body['detail']).toContain('Clause 16');
    const withdrawn = await act('intelligence-manager', reportUrn, 'withdrawal', { ...said, ground: 'ERROR' });
    expect([withdrawn.status, withdrawn.body['status']]).toEqual([200, 'withdrawn']);
  });
});
