// Special categories (LED 10; MoU 6), through HTTP and Kafka: absent by default, stated with why, approved by another, and only then
// released; and at the police closed to a reader until he has stated and another has approved that he strictly needs it.
import { loadSample, REPORT, SANITISATION, SUBJECT_ID, type HttpAnswer } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { HeldTime } from './held-time.ts';
import { INBOX, REPORTS } from './raised.ts';

const PREVENT = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: 'KZ-2026-114' };
const RELIGION = 'specialCategory.religion';
const THREATENED = 'specialCategory.congregationThreatened';
const WHY = 'CANARY-why: the named congregation must be warned before Friday.';
const SAYS = { [RELIGION]: 'CANARY-religion attends the chapel in Talgar.', [THREATENED]: 'The chapel in Talgar.' };
const REASON = { reason: 'CANARY-reason: nothing else tells them apart.' };

let time: HeldTime;
let reportUrn: string;

const says = (field: keyof typeof SAYS) => ({ field, says: SAYS[field], ground: 'VITAL_INTERESTS', necessity: WHY });
const needs = (field: string) => ({ field, ground: 'VITAL_INTERESTS', necessity: WHY });
const onReport = (persona: string, path: string, body?: object): Promise<HttpAnswer> =>
  time.as(persona).ask({ ...PREVENT, path: `${REPORTS}/${reportUrn}${path}`, ...(body && { body }) });
const state = (persona = 'analyst', fields = [says(RELIGION), says(THREATENED)]) =>
  onReport(persona, '/special-categories', { fields });
const answer = (statementId: string, verdict: string, persona = 'intelligence-manager') =>
  onReport(persona, `/special-categories/${statementId}/${verdict}`, REASON);
const withheld = async (): Promise<string[]> => {
  const { body } = await onReport('intelligence-manager', '/preview', {});
  const police = (body['recipients'] as { party: string; withheld: string[] }[]).find(
    ({ party }) => party === 'kz-police',
  );
  return police?.withheld.filter((path) => path.startsWith('specialCategory.')) ?? [];
};
const refusal = ({ status, body }: HttpAnswer) => [status, body['refusal'] ?? body['reason']];
const auditOf = async (service: 'police-liaison' | 'prison-intelligence', action: string) => {
  const { rows } = await time.gatehouse.agencies[service].pool.query<{ record: Record<string, unknown> }>(
    `select record::json as record from audit.record where record::json ->> 'action' = $1 order by transaction_id`,
    [action],
  );
  return rows.map(({ record }) => record);
};

beforeAll(async () => {
  time = await HeldTime.start();
  const { 'prison-intelligence': prison, 'police-liaison': police } = time.gatehouse.agencies;
  await loadSample(prison, police);
  const evaluated = await time.as('analyst').ask({ ...PREVENT, path: REPORTS, body: REPORT });
  reportUrn = String(evaluated.body['reportUrn']);
  await onReport('analyst', '/sanitisation', SANITISATION);
  const handling = { code: 'P', conditions: [] };
  await onReport('intelligence-manager', '/approval', { handling, reviewBy: time.inHours(24 * 120).slice(0, 10) });
}, 300_000);
afterAll(() => time.end());

describe('where it is published', () => {
  let statementId: string;

  it('is said by whoever works on the report, field by field, on a ground of the law and in words', async () => {
    for (const change of [
      { ground: 'IT_HELPS' },
      { necessity: 'because' },
      { field: 'specialCategory.other' },
      { field: 'reasonableGrounds' },
    ])
      expect(
        (await onReport('analyst', '/special-categories', { fields: [{ ...says(RELIGION), ...change }] })).status,
      ).toBe(400);
    expect((await state('governor')).status).toBe(403);
    expect(refusal(await state('analyst', [says(RELIGION), says(RELIGION)]))).toEqual([
      422,
      'special-field-named-twice',
    ]);
    expect(await withheld()).toEqual([]);
    const stated = await state();
    expect([stated.status, stated.body['state']]).toEqual([201, 'waiting']);
    statementId = String(stated.body['statementId']);
    expect((await withheld()).toSorted()).toEqual([THREATENED, RELIGION]);
  });

  it('is approved by another, who is no party to it', async () => {
    expect((await answer(statementId, 'approval', 'analyst')).status).toBe(403);
    expect((await answer(randomUUID(), 'approval')).status).toBe(404);
    const own = String((await state('intelligence-manager')).body['statementId']);
    expect(refusal(await answer(own, 'approval'))).toEqual([422, 'approver-made-it']);
    statementId = String((await state()).body['statementId']);
    await time.moveTo(time.inHours(24));
    expect(refusal(await answer(statementId, 'approval'))).toEqual([409, 'statement-lapsed']);
    statementId = String((await state()).body['statementId']);
    expect((await answer(statementId, 'refusal')).body['state']).toBe('refused');
    expect(await withheld()).toEqual([]);
    statementId = String((await state()).body['statementId']);
    expect((await answer(statementId, 'approval')).body).toEqual({ reportUrn, statementId, state: 'approved' });
    expect(refusal(await answer(statementId, 'refusal'))).toEqual([409, 'statement-answered']);
    expect(await withheld()).toEqual([]);
  });

  it('counts for thirty days: what is published later is stated anew', async () => {
    await time.moveTo(time.inHours(24 * 30));
    expect((await withheld()).toSorted()).toEqual([THREATENED, RELIGION]);
    statementId = String((await state()).body['statementId']);
    await answer(statementId, 'approval');
    expect(await withheld()).toEqual([]);
    const { body } = await onReport('analyst', '');
    expect(body['special']).toMatchObject({
      statementId,
      state: 'approved',
      fields: [says(RELIGION), says(THREATENED)],
    });
  });

  it('leaves with the report, recorded as strictly necessary, and no word of it stands in the audit', async () => {
    const { preview } = (await onReport('intelligence-manager', '/preview', {})).body;
    expect((await onReport('intelligence-manager', '/dissemination', { preview })).status).toBe(200);
    const { pool } = time.gatehouse.agencies['prison-intelligence'];
    await eventually(async () => {
      const { rows } = await pool.query<{ record: { fields: string[]; decision: object } }>(
        `select record::json as record from audit.record where record::json ->> 'event' = 'disclosed'
         and record::json ->> 'recipient' = 'kz-police' and record::json -> 'item' ->> 'product' like '%intelligence-report%'`,
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.record.fields).toEqual(expect.arrayContaining([RELIGION, THREATENED]));
      expect(rows[0]?.record.decision).toMatchObject({
        reason: 'SPC_STRICTLY_NECESSARY',
        obligations: expect.arrayContaining(['NECESSITY_RECORDED', 'FOUR_EYES', 'DESTROY_BY_30D']),
      });
    });
    const acts = [
      ...(await auditOf('prison-intelligence', 'StateSpecialCategory')),
      ...(await auditOf('prison-intelligence', 'ApproveSpecialCategory')),
    ];
    expect(acts.length).toBeGreaterThan(4);
    expect(JSON.stringify(acts)).not.toContain('CANARY');
    expect(refusal(await state())).toEqual([409, 'report-already-disseminated']);
  });
});

describe('where it is read', () => {
  let itemId: string;
  let statementId: string;
  const open = (persona: string, query = '') =>
    time.as(persona).ask({ ...PREVENT, path: `${INBOX}/${itemId}${query}` });
  const special = ({ body }: HttpAnswer) => (body['content'] as Record<string, unknown>)['specialCategory'];
  const needed = (persona: string, path = '', body?: object, id = itemId) =>
    time.as(persona).ask({ ...PREVENT, path: `${INBOX}/${id}/necessity-statements${path}`, ...(body && { body }) });

  beforeAll(async () => {
    itemId = String((await onReport('analyst', '')).body['itemId']);
    await time
      .as('police-liaison')
      .askUntil({ ...PREVENT, path: `${INBOX}/${itemId}` }, ({ status }) => status === 200, 60_000);
  }, 90_000);

  it('is closed to a reader who has not stated that he needs it', async () => {
    const opened = await open('police-liaison');
    expect([opened.status, special(opened)]).toEqual([200, undefined]);
    expect(JSON.stringify(opened.body)).not.toContain('Talgar');
    expect(refusal(await open('police-liaison', `?fields=${RELIGION}`))).toEqual([403, 'SPC_NOT_STRICTLY_NECESSARY']);
  });

  it('is stated for an item he may open; to his neighbour there is none', async () => {
    const fields = [needs(THREATENED)];
    const none = await needed('police-liaison', '', { fields }, randomUUID());
    const hidden = [
      await needed('police-neighbour', '', { fields }),
      await needed('police-neighbour'),
      await needed('police-neighbour', `/${randomUUID()}/approval`, REASON),
    ];
    for (const { status, body } of hidden) expect([status, body]).toEqual([404, none.body]);
    expect(refusal(await needed('police-liaison', '', { fields: [needs('reviewBy')] }))).toEqual([
      422,
      'not-a-special-field',
    ]);
    const stated = await needed('police-liaison', '', { fields });
    expect([stated.status, stated.body['state']]).toEqual([201, 'waiting']);
    statementId = String(stated.body['statementId']);
    expect(special(await open('police-liaison'))).toBeUndefined();
  });

  it('is approved by another who may open the item, and not by himself', async () => {
    expect(refusal(await needed('police-liaison', `/${statementId}/approval`, REASON))).toEqual([
      422,
      'approver-made-it',
    ]);
    const listed = await needed('ct-investigator');
    expect(listed.body['items']).toMatchObject([{ statementId, state: 'waiting', fields: [needs(THREATENED)] }]);
    const approved = await needed('ct-investigator', `/${statementId}/approval`, REASON);
    expect(approved.body).toMatchObject({ state: 'approved', answeredBy: 'po-zarina', until: time.inHours(24 * 30) });
    const more = String((await needed('police-liaison', '', { fields: [needs(RELIGION)] })).body['statementId']);
    const refused = await needed('ct-investigator', `/${more}/refusal`, REASON);
    expect(refused.body).toMatchObject({ state: 'refused', until: null });
  });

  it('is then shown to him: that field, for that purpose, and no other', async () => {
    const opened = await open('police-liaison');
    expect(special(opened)).toEqual({ congregationThreatened: SAYS[THREATENED] });
    expect(opened.body['obligations']).toEqual(
      expect.arrayContaining(['NECESSITY_RECORDED', 'FOUR_EYES', 'DESTROY_BY_30D']),
    );
    expect(special(await open('ct-investigator'))).toBeUndefined();
    const other = { ...PREVENT, purpose: 'INVESTIGATE', path: `${INBOX}/${itemId}` };
    expect(special(await time.as('police-liaison').ask(other))).toBeUndefined();
    const read = (await auditOf('police-liaison', 'open')).filter(({ fields }) =>
      (fields as string[]).includes(THREATENED),
    );
    expect(read).toMatchObject([{ event: 'read', decision: { reason: 'SPC_STRICTLY_NECESSARY' } }]);
    expect(JSON.stringify(await auditOf('police-liaison', 'StateNecessity'))).not.toContain('CANARY');
  });

  it('is explained to the data protection officer: that decision made again says the same', async () => {
    const [read] = (await auditOf('police-liaison', 'open')).filter(({ fields }) =>
      (fields as string[]).includes(THREATENED),
    );
    const path = `/police-liaison/v1/decisions/${String(read?.['recordId'])}/explanation`;
    const explained = await time.as('police-data-protection').ask({ purpose: 'INTEGRITY', path });
    expect(explained.status).toBe(200);
    expect(JSON.stringify(explained.body)).toContain('SPC_STRICTLY_NECESSARY');
    expect(JSON.stringify(explained.body)).not.toMatch(/CANARY|Talgar/);
  });

  it('is closed again after thirty days', async () => {
    await time.moveTo(time.inHours(24 * 30));
    const opened = await open('police-liaison');
    expect([opened.status, special(opened)]).toEqual([200, undefined]);
  });

  it('left no word in the log', () => {
    expect(time.gatehouse.logged()).toContain('"msg":"request"');
    expect(time.gatehouse.logged()).not.toMatch(/CANARY|Talgar/);
    expect(time.gatehouse.logged()).not.toContain(SUBJECT_ID);
  });
});
