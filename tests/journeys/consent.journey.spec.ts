// The originator's consent (MoU 9, 11; need-to-know case N07): asked by a holder, answered by somebody independent, bound to what was
// asked, taken back; and the silence of 72 hours. Through HTTP and Kafka, on a clock that stands still until it is moved.
import { attest } from '@gatehouse/personnel';
import { readStream } from '@gatehouse/event-store';
import { loadSample, REPORT, SANITISATION, SUBJECT_ID, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { auditedAs } from './audited.ts';
import { answersThatDoNotCount } from './consent-answers-story.ts';
import { consentThatEnds } from './consent-ends-story.ts';
import { explained } from './explained.ts';
import { HeldTime } from './held-time.ts';
import { INBOX, INVESTIGATE, REPORTS } from './raised.ts';

const REQUESTS = '/prison-intelligence/v1/consent-requests';
const PASS_ON = { use: 'PASS_ON', recipient: 'kz-tax' };
const WHY = 'CANARY-why: The tax authority follows the money of the same network.';
const PATIENCE = 60_000;
const WITHIN = { timeoutMs: PATIENCE };

let time: HeldTime;
let itemId: string;
let reportUrn: string;

const liaison = () => time.as('police-liaison');
const manager = () => time.as('intelligence-manager');
const police = () => time.gatehouse.agencies['police-liaison'];
const prison = () => time.gatehouse.agencies['prison-intelligence'];
const use = (body: object = PASS_ON, id = itemId, persona = 'police-liaison') =>
  time.as(persona).ask({ ...INVESTIGATE, path: `${INBOX}/${id}/uses`, body });
const ask = (body: object = PASS_ON, id = itemId, persona = 'police-liaison') =>
  time
    .as(persona)
    .ask({ ...INVESTIGATE, path: `${INBOX}/${id}/consent-requests`, body: { ...body, justification: WHY } });
const answer = (requestId: string, kind: string, body: object, persona = 'intelligence-manager') =>
  time.as(persona).ask({
    ...INVESTIGATE,
    path: `${REQUESTS}/${requestId}/${kind}`,
    body: { reason: 'CANARY-reason: as agreed with the head of the unit.', ...body },
  });
const until = () => ({ validUntil: time.inHours(24 * 30) });

type Row = Record<string, unknown>;
const rows = ({ body }: HttpAnswer): Row[] => (body['items'] as Row[] | undefined) ?? [];
const waitsAtPrison = (requestId: string) =>
  manager().askUntil(
    { ...INVESTIGATE, path: `${REQUESTS}?status=waiting` },
    (page) => rows(page).some((row) => row['requestId'] === requestId),
    PATIENCE,
  );
const asked = async (body: object = PASS_ON): Promise<string> => {
  const { status, body: said } = await ask(body);
  expect(status).toBe(201);
  const requestId = String(said['requestId']);
  await waitsAtPrison(requestId);
  return requestId;
};
const consentOnItem = (requestId: string, { body }: HttpAnswer): Row | undefined =>
  (body['consents'] as Row[] | undefined)?.find((consent) => consent['requestId'] === requestId);
const stands = (requestId: string, state: string) =>
  liaison().askUntil(
    { ...INVESTIGATE, path: `${INBOX}/${itemId}` },
    (opened) => consentOnItem(requestId, opened)?.['state'] === state,
    PATIENCE,
  );
const auditOf = (action: string): Promise<Row[]> => auditedAs(action, police(), prison());

beforeAll(async () => {
  time = await HeldTime.start();
  await loadSample(police());
  await loadSample(prison());
  const post = (persona: string, path: string, body: object) =>
    time.as(persona).ask({ ...INVESTIGATE, path: `${REPORTS}${path}`, body });
  reportUrn = String((await post('analyst', '', REPORT)).body['reportUrn']);
  await post('analyst', `/${reportUrn}/sanitisation`, SANITISATION);
  const handling = { code: 'C', conditions: [{ code: 'NO_ONWARD' }, { code: 'NOT_IN_PROCEEDINGS' }] };
  await post('intelligence-manager', `/${reportUrn}/approval`, {
    handling,
    reviewBy: time.inHours(24 * 60).slice(0, 10),
  });
  const { preview } = (await post('intelligence-manager', `/${reportUrn}/preview`, {})).body;
  expect((await post('intelligence-manager', `/${reportUrn}/dissemination`, { preview })).status).toBe(200);
  const { body } = await time.as('analyst').ask({ ...INVESTIGATE, path: `${REPORTS}/${reportUrn}` });
  itemId = String(body['itemId']);
  await liaison().askUntil({ ...INVESTIGATE, path: `${INBOX}/${itemId}` }, ({ status }) => status === 200, PATIENCE);
}, 300_000);
afterAll(() => time.end());

describe('passing a report on', () => {
  let requestId: string;

  it('waits for a consent nobody has asked for; to his neighbour there is nothing to pass on', async () => {
    const pending = await use();
    expect([pending.status, pending.body['status'], pending.body['content']]).toEqual([202, 'consent-needed', null]);
    expect(pending.body['obligations']).toEqual(['CONSULT_ORIGINATOR', 'EXPIRES_72H']);
    const hidden = [await use(PASS_ON, itemId, 'police-neighbour'), await ask(PASS_ON, itemId, 'police-neighbour')];
    const none = [await use(PASS_ON, randomUUID(), 'police-neighbour'), await ask(PASS_ON, randomUUID())];
    for (const { status, body } of [...hidden, ...none]) expect([status, body]).toEqual([404, none[0]!.body]);
  });

  it('is asked for with a due date that everybody sees at both ends', async () => {
    const { status, body } = await ask();
    requestId = String(body['requestId']);
    expect([status, body['answerBy']]).toEqual([201, time.inHours(72)]);
    expect((await ask()).body['refusal']).toBe('consent-asked-already');
    expect((await ask({ use: 'PASS_ON', recipient: 'kz-police' })).body['refusal']).toBe(
      'recipient-not-another-agency',
    );
    expect((await ask({ use: 'PASS_ON' })).status).toBe(400);
    const [row] = rows(await waitsAtPrison(requestId));
    expect(row).toMatchObject({ requestId, from: 'kz-police', status: 'waiting', answerBy: time.inHours(72) });
    expect(row!['content']).toMatchObject({ itemId, use: 'PASS_ON', recipient: 'kz-tax', justification: WHY });
    await stands(requestId, 'waiting');
    expect((await use()).body).toMatchObject({ status: 'waiting', requestId, answerBy: time.inHours(72) });
  });

  it('is answered by the manager, with an end and with conditions this system knows', async () => {
    const tries = [
      [await answer(requestId, 'consent', until(), 'analyst'), 403],
      [await answer(randomUUID(), 'consent', until()), 404],
      [await answer(requestId, 'withdrawal', {}), 'consent-not-granted'],
      [await answer(requestId, 'consent', {}), 400],
      [await answer(requestId, 'consent', { validUntil: time.inHours(0) }), 'consent-ends-before-it-begins'],
      [await answer(requestId, 'consent', { validUntil: time.inHours(24 * 400) }), 'consent-runs-too-long'],
      [
        await answer(requestId, 'consent', { ...until(), conditions: [{ code: 'FOR_FRIENDS' }] }),
        'handling-condition-unknown',
      ],
    ] as const;
    for (const [{ status, body }, wanted] of tries) expect(body['refusal'] ?? status).toBe(wanted);
    const granted = await answer(requestId, 'consent', { ...until(), conditions: [{ code: 'VIEW_ONLY' }] });
    expect([granted.status, granted.body]).toEqual([200, { requestId, status: 'granted' }]);
    expect((await answer(requestId, 'refusal', {})).body['refusal']).toBe('request-answered');
  });

  it('is then done, with what may be passed on and the conditions that travel; each time recorded', async () => {
    await stands(requestId, 'granted');
    const done = await use();
    expect([done.status, done.body['status'], done.body['requestId']]).toEqual([200, 'used', requestId]);
    expect(done.body['content']).toHaveProperty('paragraphs');
    expect(JSON.stringify(done.body)).not.toContain('rovenance');
    expect(done.body['handling']).toMatchObject({ conditions: ['NOT_IN_PROCEEDINGS', 'NO_ONWARD', 'VIEW_ONLY'] });
    const recorded = (await auditOf('PassOnItem')).filter(({ operation }) => operation === 'disclosure');
    expect(recorded).toHaveLength(1);
    expect(recorded[0]).toMatchObject({
      event: 'command-accepted',
      purpose: 'INVESTIGATE',
      decision: { effect: expect.stringMatching(/^PERMIT/), reason: 'CONTRACT_MATCH' },
    });
    const why = await explained(time.as('police-data-protection'), 'police-liaison', recorded[0]?.['recordId']);
    expect(why).toEqual(['made-again', true, true]);
    const stream = await readStream(police().pool, `received-item-${itemId}`);
    expect(stream.at(-1)).toMatchObject({ type: 'ItemUsed', data: { requestId, recipient: 'kz-tax', by: 'po-aidos' } });
    expect((await ask()).body['refusal']).toBe('consent-not-needed');
  });

  it('is told to the prison, whose ledger says who passed it on to whom', async () => {
    const path = `${REPORTS}/${reportUrn}/disclosures`;
    const used = ({ body }: HttpAnswer) => (body['disclosures'] as { uses: Row[] }[]).flatMap(({ uses }) => uses);
    const ledger = await manager().askUntil(
      { ...INVESTIGATE, path },
      (answered) => used(answered).length > 0,
      PATIENCE,
    );
    const told = { requestId, use: 'PASS_ON', passedTo: 'kz-tax', by: 'po-aidos', fields: expect.any(Array) };
    expect(used(ledger)).toEqual([expect.objectContaining(told)]);
  });

  it('covers what was asked alone: no other recipient, purpose or use', async () => {
    expect((await use({ use: 'PASS_ON', recipient: 'kz-customs' })).body['status']).toBe('consent-needed');
    const other = { ...INVESTIGATE, purpose: 'PREVENT_SERIOUS_HARM', path: `${INBOX}/${itemId}/uses`, body: PASS_ON };
    expect((await liaison().ask(other)).body['status']).toBe('consent-needed');
    const inCourt = await use({ use: 'PROCEEDINGS' });
    expect([inCourt.status, inCourt.body['reason']]).toEqual([403, 'NOT_IN_PROCEEDINGS']);
  });

  it('stops when the consent is taken back', async () => {
    expect((await answer(requestId, 'withdrawal', {})).body).toEqual({ requestId, status: 'withdrawn' });
    await stands(requestId, 'withdrawn');
    const stopped = await use();
    expect([stopped.status, stopped.body['reason']]).toEqual([403, 'ORIGINATOR_CONTROL']);
  });
});

answersThatDoNotCount(() => ({ time, itemId, asked, answer, use, stands }));

describe('silence', () => {
  it('refuses after 72 hours, at both ends, by the clock and once in each record', async () => {
    const requestId = await asked({ use: 'PASS_ON', recipient: 'kz-anti-corruption' });
    await time.moveTo(time.inHours(72));
    const late = await use({ use: 'PASS_ON', recipient: 'kz-anti-corruption' });
    expect([late.status, late.body['reason']]).toEqual([403, 'ORIGINATOR_CONTROL']);
    await stands(requestId, 'lapsed');
    expect((await answer(requestId, 'consent', until())).body['refusal']).toBe('request-lapsed');
    await eventually(async () => {
      const mine = async (action: string) =>
        (await auditOf(action)).filter((record) => [itemId, requestId].includes((record['item'] as { id: string }).id));
      expect((await mine('LapseConsentRequest')).length).toBe(1);
      const events = (await readStream(police().pool, `received-item-${itemId}`)).filter(
        ({ type, data }) => type === 'ConsentLapsed' && (data as Row)['requestId'] === requestId,
      );
      expect(events).toHaveLength(1);
    }, WITHIN);
    const again = await ask({ use: 'PASS_ON', recipient: 'kz-anti-corruption' });
    expect(again.status).toBe(201);
  });
});

consentThatEnds(() => ({
  time,
  itemId,
  use,
  granted: async (wanted, validUntil) => {
    const requestId = await asked(wanted);
    expect((await answer(requestId, 'consent', { validUntil })).status).toBe(200);
    await stands(requestId, 'granted');
    return requestId;
  },
}));

describe('a manager who declared a conflict with whom it is about', () => {
  it('is answered as if there were no request', async () => {
    const requestId = await asked({ use: 'PROCEEDINGS' });
    const conflict = { person: 'pi-bolat', subject: SUBJECT_ID };
    await attest(prison(), { type: 'DeclareConflict', data: conflict });
    const hidden = await answer(requestId, 'consent', until());
    expect([hidden.status, hidden.body]).toEqual([404, (await answer(randomUUID(), 'consent', until())).body]);
    const refused = (await auditOf('GrantConsent')).map(({ decision }) => (decision as Row | null)?.['reason']);
    expect(refused).toContain('CONFLICT_OF_INTEREST');
    expect(rows(await manager().ask({ ...INVESTIGATE, path: REQUESTS }))).toEqual([]);
  });

  it('logged no word of it', () => expect(time.gatehouse.logged()).not.toContain('CANARY'));
});
