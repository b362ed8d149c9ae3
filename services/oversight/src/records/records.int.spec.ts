import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_PROMISE_TYPE } from '@gatehouse/audit-trail';
import { pseudonym, publicKeys, verify } from '@gatehouse/crypto';
import { undeclaredRoutes } from '@gatehouse/service-kit';
import { verifyRecord } from '../../verify/verifier.mjs';
import { auditRecord, openTestOversight, shipped, type TestOversight } from '../oversight.fixture.ts';
import type { ProvenRecord } from './kept-record.ts';

interface Page {
  checkpoint: string;
  records: ProvenRecord[];
  next: string | null;
}
interface AuditRow {
  event: string;
  action: string;
  subjects: string[];
  fields: string[];
  actor: { person: string };
  decision: { reason: string };
  item: { id: string } | null;
}

let oversight: TestOversight;
let permitted = true;
let reference: string;
const PERSON = 'subject-7';

beforeAll(async () => {
  oversight = await openTestOversight({ permitted: () => permitted });
  reference = pseudonym(oversight.config.auditSubjectKey, 'audit', PERSON);
  await oversight.grow(20, 'oversight');
  for (let number = 1; number <= 7; number++)
    await oversight.service.keeper.keep(
      shipped(number, auditRecord('police-liaison', { subjects: number === 4 ? [] : [reference, 'another'] })),
    );
  await oversight.service.integrator.runOnce();
  await oversight.grow(300, 'oversight');
});
afterAll(() => oversight.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${oversight.url}/${path}`, {
    headers: { authorization: 'Bearer token', 'gatehouse-purpose': 'OVERSIGHT', ...headers },
  });
const page = async (query: string): Promise<Page> => {
  const answer = await get(`records?subject=${PERSON}${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
};
const audited = async (): Promise<AuditRow[]> => {
  const { rows } = await oversight.database.pool.query<{ record: string }>(
    'select record from audit.record order by sequence',
  );
  return rows.map(({ record }) => JSON.parse(record) as AuditRow);
};

describe('the records about a person', () => {
  it('come each with a proof that the independent verifier accepts', async () => {
    const { records, checkpoint, next } = await page('');
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3, 5, 6, 7]);
    expect(next).toBeNull();
    for (const record of records)
      expect(verifyRecord({ record, checkpoint, vkey: oversight.vkey }).index).toBe(record.logIndex);
    const altered = { ...records[0]!, record: { ...records[0]!.record, purpose: 'PREVENT_SERIOUS_HARM' } };
    expect(() => verifyRecord({ record: altered, checkpoint, vkey: oversight.vkey })).toThrow('police-liaison/1');
  });

  it('are read in pages, by whoever got the cursor and for that person alone', async () => {
    const first = await page('&limit=4');
    const second = await page(`&limit=4&cursor=${first.next}`);
    expect([first, second].map(({ records }) => records.map(({ number }) => number))).toEqual([
      [1, 2, 3, 5],
      [6, 7],
    ]);
    expect(second.next).toBeNull();
    const elsewhere = await get(`records?subject=someone-else&cursor=${first.next}`);
    const forged = await get(`records?subject=${PERSON}&cursor=forged`);
    for (const answer of [elsewhere, forged])
      expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
        400,
        'urn:gatehouse:problem:cursor-invalid',
      ]);
  });

  it('are found for nobody by the same queries: 200, an empty page', async () => {
    const answer = await get('records?subject=nobody-knows');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ records: [], next: null });
    expect((await audited()).at(-1)).toMatchObject({ event: 'records-read', fields: [] });
  });

  it('show what still waits for its place in the log, without a proof', async () => {
    await oversight.service.keeper.keep(shipped(8, auditRecord('police-liaison', { subjects: [reference] })));
    const waiting = (await page('')).records.at(-1);
    expect(waiting).toMatchObject({ number: 8, integrated: false, logIndex: null, proof: [] });
    await oversight.service.integrator.runOnce();
    const { records, checkpoint } = await page('');
    expect(records.at(-1)).toMatchObject({ number: 8, integrated: true });
    expect(verifyRecord({ record: records.at(-1)!, checkpoint, vkey: oversight.vkey }).index).toBe(327);
  });

  it('can be forgotten: record and salt go, every proof of the others stays', async () => {
    await oversight.database.pool.query(
      `update oversight.kept set record = null, salt = null where source = 'police-liaison' and number = 2`,
    );
    const { records, checkpoint } = await page('');
    expect(records.map(({ number }) => number)).toEqual([1, 3, 5, 6, 7, 8]);
    for (const record of records) verifyRecord({ record, checkpoint, vkey: oversight.vkey });
  });
});

describe('one record', () => {
  it('is found by source and number, with its proof', async () => {
    const answer = await get('records/police-liaison/3');
    const { record, checkpoint } = (await answer.json()) as { record: ProvenRecord; checkpoint: string };
    expect(record).toMatchObject({ source: 'police-liaison', number: 3, integrated: true });
    verifyRecord({ record, checkpoint, vkey: oversight.vkey });
    expect((await audited()).at(-1)).toMatchObject({
      subjects: [reference, 'another'],
      item: { id: 'police-liaison/3' },
    });
  });

  it('is not found where there is none, and the question is recorded', async () => {
    const answer = await get('records/police-liaison/999');
    expect([answer.status, await answer.json()]).toMatchObject([404, { type: 'urn:gatehouse:problem:not-found' }]);
    expect((await audited()).at(-1)).toMatchObject({
      event: 'records-read',
      item: { id: 'police-liaison/999' },
      fields: [],
    });
  });

  it.each([
    'records/police-liaison/0',
    'records/police-liaison/1.5',
    'records/POLICE/1',
    'records',
    'records?subject=x&limit=201',
    'records?subject=x&more=1',
  ])('%s is refused as it is written', async (path) => expect((await get(path)).status).toBe(400));
});

describe('reading the log', () => {
  it('is logged before it is answered: who, about whom, which fields, on which basis', async () => {
    const before = (await audited()).length;
    const answer = await get(`records?subject=${PERSON}`);
    const row = (await audited())[before];
    expect(row).toMatchObject({
      event: 'records-read',
      action: 'QueryAuditRecords',
      subjects: [reference],
      actor: { person: 'hr-saule' },
      decision: { reason: 'OVERSIGHT_MANDATE' },
    });
    expect(row?.fields).toContain('purpose');
    expect(JSON.stringify(row)).not.toContain(PERSON);
    const promise = await verify(
      answer.headers.get('gatehouse-audit-promise') ?? '',
      publicKeys(oversight.keys.commission).signing,
      AUDIT_PROMISE_TYPE,
    );
    const { rows } = await oversight.database.pool.query<{ entry_hash: Buffer }>(
      'select entry_hash from audit.record order by sequence desc limit 1',
    );
    expect(promise).toEqual({
      source: 'oversight',
      entryHash: rows[0]?.entry_hash.toString('base64url'),
      integrateBy: '2026-03-02T10:01:00.000Z',
    });
  });

  it('shows nothing when it cannot be logged: 503, and when to come back', async () => {
    const { pool } = oversight.database;
    await pool.query('alter table audit.record add constraint full_disk check (false) not valid');
    const answer = await get(`records?subject=${PERSON}`);
    await pool.query('alter table audit.record drop constraint full_disk');
    const text = await answer.text();
    expect([answer.status, answer.headers.get('retry-after'), (JSON.parse(text) as { type: string }).type]).toEqual([
      503,
      '5',
      'urn:gatehouse:problem:evidence-unavailable',
    ]);
    expect(text).not.toContain('police-liaison');
    expect((await get(`records?subject=${PERSON}`)).status).toBe(200);
  });

  it('is refused without the duty, and the refusal is logged', async () => {
    permitted = false;
    const answer = await get(`records?subject=${PERSON}`);
    permitted = true;
    expect(answer.status).toBe(403);
    expect((await audited()).at(-1)).toMatchObject({
      event: 'refused',
      action: 'QueryAuditRecords',
      subjects: [],
      decision: { reason: 'NO_DUTY' },
    });
  });

  it('needs a purpose', async () => {
    const answer = await fetch(`${oversight.url}/records?subject=${PERSON}`, {
      headers: { authorization: 'Bearer token' },
    });
    expect(answer.status).toBe(400);
  });
});

it('declares access on every route', () => expect(undeclaredRoutes(oversight.service.app)).toEqual([]));
