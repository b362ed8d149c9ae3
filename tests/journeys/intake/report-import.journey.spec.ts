// A file of reports, from the dry run to the last report, over real HTTP.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import { approvalAsOf, SANITISATION } from '@gatehouse/start';
import { eventually, testPostgres } from '@gatehouse/testing';
import { partiesTold } from '../parties-told.ts';
import { as, IN_PRISON, REPORTS } from '../raised.ts';
import { running, type Running } from '../running.ts';
import { ImportClient, type ImportView } from './import-client.ts';
import { inventedReports } from './invented-reports.ts';

let gatehouse: Running;
let analyst: ImportClient;
let database: pg.Pool;

beforeAll(async () => {
  gatehouse = await running({ bus: { kind: 'postgres' } });
  await partiesTold(gatehouse);
  analyst = new ImportClient(gatehouse.access);
  const url = new URL(testPostgres());
  url.pathname = `/${gatehouse.namespace}_prison_intelligence`;
  database = new pg.Pool({ connectionString: url.href, max: 2 });
});
afterAll(async () => {
  await database.end();
  await gatehouse.end();
});

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await database.query<{ n: number }>(`select count(*)::integer as n from ${sql}`, values)).rows[0]?.n ?? 0;
const HEADINGS = inventedReports(0, 0).text;
const slug = (body: unknown) => String((body as { type: string }).type).replace('urn:gatehouse:problem:', '');
const refusal = (body: unknown) => (body as { refusal: string }).refusal;

describe('a dry run', () => {
  it('names exactly the planted faults, by line and column, and makes no report', async () => {
    const before = await count(`store.events where type = 'IntelligenceReportEvaluated'`);
    const file = inventedReports(400, 40, 7);
    const { importId, check } = await analyst.checked(file.text);
    expect(check).toMatchObject({ readable: true, goodLines: 360, faultyLines: 40, faults: 40 });
    expect(check.detected).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      columns: { grounds: 'reasonableGrounds' },
    });
    const named = (await analyst.faults(importId)).map(({ line, column, code }) => ({ line, column, code }));
    expect(named).toEqual(file.planted);
    expect(await count(`store.events where type = 'IntelligenceReportEvaluated'`)).toBe(before);
  });

  it('keeps nothing of the file but its good lines, and nothing when it is abandoned', async () => {
    const { importId } = await analyst.checked(inventedReports(20, 2, 8).text);
    expect(await count('intake.piece where import_id = $1', importId)).toBe(0);
    expect(await count('intake.line where import_id = $1', importId)).toBe(18);
    expect((await analyst.post(`/${importId}/abandon`)).body.status).toBe('abandoned');
    expect(await count('intake.line where import_id = $1', importId)).toBe(0);
    expect(refusal((await analyst.post(`/${importId}/start`, {})).body)).toBe('import-over');
  });

  it('is a CSV for a spreadsheet as well, in which no heading is a formula', async () => {
    const text = `${HEADINGS.replace('text', '=1+1')}P0-1,2026-03-04,Prison (invented),s,X (invented),SUSPECT,,,yes,EUP,A,1,x,\n`;
    const { importId, check } = await analyst.checked(`${text}a\n`, { columns: { text: '=1+1' } });
    expect(check.faultyLines).toBe(2);
    const csv = await analyst.get<string>(`/${importId}/faults.csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body.replace('\ufeff', '').split('\n')).toEqual([
      'line,column,code,detail',
      "2,'=1+1,value-missing,A value is needed here.",
      '3,,column-count,"The headings have 14 columns, this line has 1."',
      '',
    ]);
    const wrong = await analyst.checked(text);
    expect(wrong.check).toMatchObject({
      readable: false,
      fileFaults: [
        { line: 1, column: '=1+1', code: 'column-unknown' },
        { line: 1, column: 'text', code: 'column-missing' },
      ],
    });
    expect(refusal((await analyst.post(`/${wrong.importId}/start`, {})).body)).toBe('file-not-readable');
  });

  it('is paged with a cursor that opens nothing else', async () => {
    const { importId } = await analyst.checked(inventedReports(40, 20, 9).text);
    type Page = { faults: unknown[]; count: number; next: string };
    const { body } = await analyst.get<Page>(`/${importId}/faults?limit=5`);
    expect(body).toMatchObject({ faults: { length: 5 }, count: 20 });
    const other = await analyst.get(`/${importId}/result?cursor=${encodeURIComponent(body.next)}`);
    expect([other.status, slug(other.body)]).toEqual([400, 'cursor-invalid']);
  });
});

describe('an import', () => {
  it('makes each good line a report as if typed in, that still needs a second person', async () => {
    const file = inventedReports(60, 6, 11);
    const { importId, progress } = await analyst.imported(file.text);
    expect(progress).toEqual({ lines: 54, recorded: 54, alreadyThere: 0, refused: 0 });
    const { body } = await analyst.get<{
      outcomes: { reference: string; reportUrn: string; outcome: string }[];
      count: number;
    }>(`/${importId}/result?limit=100`);
    expect(body.outcomes.map(({ reference }) => reference)).toEqual(file.references);
    const urn = body.outcomes[3]?.reportUrn ?? '';
    const { rows } = await database.query<{ type: string; data: object; metadata: object; occurred_at: Date }>(
      'select type, data, metadata, occurred_at from store.events where stream_id = $1',
      [`intelligence-report-${urn}`],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      type: 'IntelligenceReportEvaluated',
      data: { reportUrn: urn },
      metadata: { causationId: importId, actor: { person: 'pi-aigerim' } },
    });
    expect(rows[0]?.occurred_at.getTime()).toBeLessThan(Date.now() - 86_400_000);
    expect(
      await count(
        `audit.record where record::json -> 'item' ->> 'id' = $1 and record::json ->> 'event' = 'command-accepted'`,
        urn,
      ),
    ).toBe(1);
    expect(await count('intake.line where import_id = $1', importId)).toBe(0);
    // As typed in: it is sanitised first, and then a manager approves it.
    const manager = as(gatehouse, 'intelligence-manager');
    const approve = () =>
      manager.ask({ ...IN_PRISON, path: `${REPORTS}/${urn}/approval`, body: approvalAsOf(new Date()) });
    expect((await approve()).status).toBe(409);
    const sanitised = { ...SANITISATION, paragraphs: [{ n: 1, text: 'Sanitised.' }] };
    await as(gatehouse, 'analyst').ask({ ...IN_PRISON, path: `${REPORTS}/${urn}/sanitisation`, body: sanitised });
    expect((await approve()).status).toBe(200);
  });

  it('adds nothing when the same file comes again, or the same line in another file', async () => {
    const file = inventedReports(30, 0, 12);
    const text = file.text;
    expect((await analyst.imported(text)).progress).toMatchObject({ recorded: 30, alreadyThere: 0 });
    const events = await count('store.events');
    expect((await analyst.imported(text)).progress).toMatchObject({ recorded: 0, alreadyThere: 30, refused: 0 });
    expect(await count(`store.events where type = 'IntelligenceReportEvaluated'`)).toBe(
      await count('intake.reference'),
    );
    expect((await count('store.events')) - events).toBe(5); // the second import's own
  });

  it('names another report under a taken reference, and leaves the first as it is', async () => {
    const text = inventedReports(10, 0, 13).text;
    await analyst.imported(text);
    const changed = text.replace('Serious prison risk.', 'Another reason.');
    const { importId, check } = await analyst.checked(changed);
    expect(check).toMatchObject({ goodLines: 9, faultyLines: 1 });
    expect(await analyst.faults(importId)).toMatchObject([
      { line: 2, column: 'reference', code: 'reference-conflict' },
    ]);
  });

  it('leaves lines out only when somebody says how many', async () => {
    const { importId } = await analyst.checked(inventedReports(20, 2, 14).text);
    for (const leaveOut of [0, 1, 3]) {
      const { status, body } = await analyst.post(`/${importId}/start`, { leaveOut });
      expect([status, refusal(body)]).toEqual([422, 'faulty-lines-not-agreed']);
    }
  });

  it('stops where it is, goes on where it was, and runs beside another one', async () => {
    const [one, two] = await Promise.all([15, 16].map((seed) => analyst.checked(inventedReports(6_000, 0, seed).text)));
    const [first, second] = [one as ImportView, two as ImportView];
    await Promise.all([first, second].map(({ importId }) => analyst.post(`/${importId}/start`, {})));
    const { body } = await analyst.post(`/${first.importId}/stop`);
    expect(body.status).toBe('stopped');
    expect(body.progress.recorded % 1_000).toBe(0);
    expect((await analyst.until(second.importId, 'finished')).progress.recorded).toBe(6_000);
    const still = (await analyst.get(`/${first.importId}`)).body;
    expect(still).toMatchObject({ status: 'stopped', progress: body.progress });
    expect(still.progress.recorded).toBeLessThan(6_000);
    expect((await analyst.post(`/${first.importId}/resume`)).status).toBe(202);
    expect((await analyst.until(first.importId, 'finished')).progress.recorded).toBe(6_000);
    expect(await count(`intake.reference where reference like 'P15-%' or reference like 'P16-%'`)).toBe(12_000);
  });

  it('takes NDJSON by its media type', async () => {
    const grade = { scale: 'EUP', source: 'A', information: '1' };
    const report = {
      reference: 'ND-1',
      observedOn: '2026-03-04',
      prison: 'Prison 17 (invented)',
      subjects: [{ subjectId: 's-1', name: 'X (invented)', aliases: [], category: 'SUSPECT', cases: [] }],
      paragraphs: [{ n: 1, text: 'a', factual: true, grade }],
      reasonableGrounds: 'x',
    };
    const { check, progress } = await analyst.imported(
      `${JSON.stringify(report)}\n{"reference":`,
      {},
      'application/x-ndjson',
    );
    expect(check).toMatchObject({ faultyLines: 1, detected: { format: 'ndjson' } });
    expect(progress.recorded).toBe(1);
  });
});

describe('who may import', () => {
  it('an analyst of the unit; for everybody else there is no import', async () => {
    const { body } = await analyst.open();
    const manager = await new ImportClient(gatehouse.access, 'intelligence-manager').get(`/${body.importId}`);
    expect([manager.status, slug(manager.body)]).toEqual([403, 'duty-refused']);
    const police = await new ImportClient(gatehouse.access, 'police-liaison').get(`/${body.importId}`);
    expect([police.status, slug(police.body)]).toEqual([403, 'duty-refused']);
  });

  it('what is another unit’s answers as what does not exist', async () => {
    const { body } = await analyst.open();
    await database.query(`update intake.import set unit = 'prison-18-intelligence' where import_id = $1`, [
      body.importId,
    ]);
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const path of ['', '/faults', '/faults.csv', '/result', '/result.csv']) {
      const [other, none] = await Promise.all([body.importId, nobody].map((id) => analyst.get(`/${id}${path}`)));
      expect([other?.status, other?.body]).toEqual([404, none?.body]);
    }
    expect((await analyst.send(body.importId, 'x')).status).toBe(404);
  });
});

describe('a file', () => {
  const opened = async () => (await analyst.open()).body.importId;

  it('comes once', async () => {
    const { importId } = await analyst.checked(inventedReports(2, 0, 17).text);
    const { status, body } = await analyst.send(importId, 'reference\n');
    expect([status, refusal(body)]).toEqual([409, 'file-received-already']);
  });

  it('of 2 GB is answered with the limit before it was sent, and nothing of it stays', async () => {
    const id = await opened();
    let sent = 0;
    const stream = endless(2 ** 31, (bytes) => (sent += bytes));
    const { status, body } = await analyst.send(id, stream);
    expect([status, slug(body), body]).toMatchObject([413, 'file-too-large', { limitBytes: 268_435_456 }]);
    expect(sent).toBeLessThan(2 ** 30);
    expect(await count('intake.piece where import_id = $1', id)).toBe(0);
    expect((await analyst.get(`/${id}`)).body.status).toBe('open');
  });

  it('that says it has 2 GB is answered before its first byte', async () => {
    const { url } = gatehouse;
    const sending = request(`${url}/prison-intelligence/v1/report-imports/${await opened()}/file`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await analyst.token()}`,
        'gatehouse-purpose': 'PREVENT_SERIOUS_HARM',
        'content-type': 'text/csv',
        'content-length': 2 ** 31,
      },
    });
    sending.flushHeaders();
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    expect([answer.statusCode, (await json(answer)) as object]).toMatchObject([413, { limitBytes: 268_435_456 }]);
    sending.on('error', () => undefined).destroy();
  });

  it.each([
    ['application/json', '{}'],
    ['text/plain', 'a'],
    ['application/octet-stream', 'a'],
  ])('of type %s is none', async (type, text) => {
    const { status, body } = await analyst.send(await opened(), text, type);
    expect([status, slug(body)]).toEqual([415, 'media-type-unsupported']);
  });

  it('is taken on its own route only', async () => {
    const { status, body } = await analyst.ask('POST', '', 'reference\n', { 'content-type': 'text/csv' });
    expect([status, slug(body)]).toEqual([415, 'media-type-unsupported']);
  });

  it('that breaks off leaves nothing, and can be sent again', async () => {
    const id = await opened();
    const broken = (async function* () {
      yield Buffer.alloc(1_000_000, 'a');
      throw new Error('the line went dead');
    })();
    await expect(analyst.send(id, broken)).rejects.toThrow();
    await eventually(async () => expect(await count('intake.piece where import_id = $1', id)).toBe(0));
    expect((await analyst.send(id, inventedReports(1, 0, 18).text)).status).toBe(202);
  });

  it('with nothing in it is checked, and said to be empty', async () => {
    const { check } = await analyst.checked('');
    expect(check).toMatchObject({ readable: false, fileFaults: [{ code: 'file-empty' }] });
  });
});

async function* endless(bytes: number, told: (bytes: number) => void = () => undefined): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(65_536, 'reference,text\n');
  for (let sent = 0; sent < bytes; sent += piece.length) {
    told(piece.length);
    yield piece;
  }
}
