// A person's status is a product with an instrument (ruling 6), through HTTP and Kafka: what the records office attests about somebody
// reaches whoever holds an item about him, suspension or not, and is a fact of every decision there from then on.
import { eventually } from '@gatehouse/testing';
import { loadSample, SUBJECT_ID, type HttpAnswer } from '@gatehouse/start';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { HeldTime } from './held-time.ts';
import { INBOX, INVESTIGATE, IN_PRISON, REPORTS } from './raised.ts';
import { disseminated, saidLate } from './subject-status-story.ts';

const STATUS = `/prison-intelligence/v1/subjects/${SUBJECT_ID}/status`;
const CASE = 'KZ-2026-114';
const KNOWN = { category: 'SUSPECT', cases: [CASE, 'KZ-2026-CANARY-other'] };
const PATIENCE = { timeoutMs: 60_000 };
const OF_THE_REQUEST = ['gatehouse-audit-promise', 'gatehouse-correlation-id', 'date'];

let time: HeldTime;
let itemId: string;
let reportUrn: string;

const police = () => time.gatehouse.agencies['police-liaison'];
const prison = () => time.gatehouse.agencies['prison-intelligence'];
const attest = (change: object = {}, persona = 'records-officer'): Promise<HttpAnswer> =>
  time.as(persona).ask({ ...IN_PRISON, path: STATUS, method: 'PUT', body: { ...KNOWN, ...change } });
const open = (persona = 'police-liaison', id = itemId): Promise<HttpAnswer> =>
  time.as(persona).ask({ ...INVESTIGATE, path: `${INBOX}/${id}` });
const listed = async (persona = 'police-liaison'): Promise<string[]> => {
  const { body } = await time.as(persona).ask({ ...INVESTIGATE, path: INBOX });
  return (body['items'] as { itemId: string }[]).map((item) => item.itemId);
};
const answers = (wanted: Record<string, number>): Promise<void> =>
  eventually(async () => {
    for (const [persona, status] of Object.entries(wanted)) expect((await open(persona)).status).toBe(status);
  }, PATIENCE);
/** What the last opening by somebody was decided from, and why, as whoever protects the data is told. */
const explained = async (person: string) => {
  const { rows } = await police().pool.query<{ record_id: string }>(
    `select record_id from audit.record where record::json ->> 'action' = 'open'
       and record::json -> 'actor' ->> 'person' = $1 order by transaction_id desc limit 1`,
    [person],
  );
  const path = `/police-liaison/v1/decisions/${rows[0]?.record_id}/explanation`;
  return (await time.as('police-data-protection').ask({ purpose: 'OVERSIGHT', path })).body;
};
const reasonOf = async (person = 'po-aidos'): Promise<string> => {
  const { decisions } = (await explained(person)) as { decisions: { answer: { reason: string } }[] };
  return decisions[0]!.answer.reason;
};
const shape = ({ status, headers, body }: HttpAnswer) => ({
  status,
  body,
  headers: [...headers].map(([name, value]) => (OF_THE_REQUEST.includes(name) ? [name] : [name, value])),
});

const onReport = (persona: string, path: string, body?: object): Promise<HttpAnswer> =>
  time.as(persona).ask({ ...INVESTIGATE, path: `${REPORTS}${path}`, ...(body && { body }) });
const openHere = (): Promise<HttpAnswer> =>
  time
    .as('assessment-group')
    .ask({ purpose: 'RISK_ASSESS_CLASSIFY', path: `/prison-intelligence/v1/disseminated-reports/${itemId}` });

beforeAll(async () => {
  time = await HeldTime.start();
  await loadSample(prison(), police());
  [reportUrn, itemId] = await disseminated(time);
  await answers({ 'police-liaison': 200, 'ct-investigator': 200 });
  await eventually(async () => expect((await openHere()).status).toBe(200), PATIENCE);
}, 300_000);
afterAll(() => time.end());

describe('a status', () => {
  it('is attested by the records office alone, and says what a decision needs and no more', async () => {
    expect((await attest({}, 'analyst')).status).toBe(403);
    expect((await attest()).status).toBe(200);
    const arrived = await eventually(async () => {
      const { rows } = await police().pool.query<{ data: object }>(
        `select data from store.events where type = 'SubjectStatusReceived'`,
      );
      expect(rows).toHaveLength(1);
      return rows[0]!.data;
    }, PATIENCE);
    // Sealed where it is kept; no case of his, and nobody who attested it, has crossed.
    expect(JSON.stringify(arrived)).not.toContain('juvenile');
    expect(time.gatehouse.logged()).not.toContain('CANARY');
    await answers({ 'police-liaison': 200 });
  });

  it('is no item: nobody lists or opens it', async () => {
    await eventually(async () => expect(await listed()).toEqual([itemId]), PATIENCE);
    const { rows } = await police().pool.query<{ id: string }>(
      `select record::json -> 'item' ->> 'id' as id from audit.record
       where record::json ->> 'event' = 'received' and record::json -> 'item' ->> 'product' like '%subject-status%'`,
    );
    expect((await open('police-liaison', rows[0]!.id)).status).toBe(404);
  });
});

describe('an access that is limited after the item left', () => {
  it('is for the one who is named, in the list as well, and to another it is not there', async () => {
    expect((await attest({ limitedTo: ['po-zarina'] })).status).toBe(200);
    await answers({ 'police-liaison': 404, 'ct-investigator': 200 });
    expect(await reasonOf()).toBe('LIMITED_ACCESS');
    await eventually(
      async () => expect([await listed(), await listed('ct-investigator')]).toEqual([[], [itemId]]),
      PATIENCE,
    );
  });

  it('is for everybody again who may, once its owner ended it', async () => {
    expect((await attest()).status).toBe(200);
    await answers({ 'police-liaison': 200, 'ct-investigator': 200 });
    await eventually(async () => expect(await listed()).toEqual([itemId]), PATIENCE);
  });
});

describe('a juvenile, as it turns out later', () => {
  it('is for his own desk: the item is not there, and the reason says where it belongs', async () => {
    expect((await attest({ juvenile: { age: 16, atConduct: true } })).status).toBe(200);
    await answers({ 'police-liaison': 404 });
    const { decisions } = (await explained('po-aidos')) as { decisions: { answer: object }[] };
    expect(decisions[0]!.answer).toMatchObject({
      reason: 'JUVENILE_OVERLAY',
      obligations: expect.arrayContaining(['ROUTE_TO_JUVENILE_DESK']),
    });
    expect((await attest()).status).toBe(200);
    await answers({ 'police-liaison': 200 });
  });
});

describe('an acquittal', () => {
  const acquittal = (final: boolean, of = CASE) => ({ case: of, final, at: time.clock.now().toISOString() });
  const acquitted = (...all: object[]) => ({ acquitted: all });

  it('that is not final restricts, and one in a case the police do not know is not told to them', async () => {
    expect((await attest(acquitted(acquittal(false)))).status).toBe(200);
    await answers({ 'police-liaison': 403 });
    expect(await reasonOf()).toBe('RESTRICTED');
    expect((await attest(acquitted(acquittal(true, KNOWN.cases[1])))).status).toBe(200);
    await answers({ 'police-liaison': 200 });
  });

  it('that is final ends the basis, and what the police owe stands among what was decided again', async () => {
    expect((await attest(acquitted(acquittal(true, KNOWN.cases[1]), acquittal(true)))).status).toBe(200);
    await answers({ 'police-liaison': 403 });
    expect(await reasonOf()).toBe('LEGAL_BASIS_ENDED');
    await eventually(async () => {
      const path = '/prison-intelligence/v1/standing-decisions';
      const { body } = await time.as('prison-duty-manager').ask({ purpose: 'INTEGRITY', path });
      const owed = { recipient: 'kz-police', owed: 'return-or-erase', disclosures: 1 };
      expect(body['owed']).toEqual(expect.arrayContaining([owed]));
    }, PATIENCE);
    expect((await attest()).body['refusal']).toBe('final-acquittal-undone');
    expect((await attest({ courtOrder: 'AC-2026-77 (invented)' })).status).toBe(200);
    await answers({ 'police-liaison': 200 });
  });
});

describe('a record that is sealed after it left', () => {
  const sealedSince = () => time.inHours(0).slice(0, 10);

  it('is closed though the agreement is suspended: the statute is not', async () => {
    const path = '/policy/v1/instruments/kz-prisons-police/suspensions';
    const body = { scope: { kind: 'all' }, reason: 'A breach is looked into (invented).' };
    const suspended = await time.as('secretary').ask({ purpose: 'OVERSIGHT', path, body });
    expect(suspended.status).toBe(201);
    await answers({ 'police-liaison': 403 });
    expect((await attest({ sealedSince: sealedSince() })).status).toBe(200);
    await answers({ 'police-liaison': 404 });
    const [{ suspensionId }] = suspended.body['suspensions'] as [{ suspensionId: string }];
    await time.as('secretary').ask({
      purpose: 'OVERSIGHT',
      path: `${path}/${suspensionId}/reinstatement`,
      body: { reason: body.reason },
    });
    await eventually(async () => {
      expect((await open()).status).toBe(404);
      expect(await reasonOf()).toBe('SEALED');
    }, PATIENCE);
  });

  it.each([
    ['opened', (id: string) => ({ path: id })],
    ['acknowledged', (id: string) => ({ path: `${id}/acknowledgement`, method: 'POST' as const })],
    ['answered', (id: string) => ({ path: `${id}/feedback`, body: { outcome: 'NO_TRACE' } })],
    ['passed on', (id: string) => ({ path: `${id}/uses`, body: { use: 'PASS_ON', recipient: 'kz-tax' } })],
  ])('is what does not exist when %s', async (_way, request) => {
    const ask = (id: string) => {
      const { path, ...how } = request(id);
      return time.as('police-liaison').ask({ ...INVESTIGATE, ...how, path: `${INBOX}/${path}` });
    };
    const [closed, unknown] = [await ask(itemId), await ask(randomUUID())];
    expect(shape(closed)).toEqual(shape(unknown));
    expect(closed.status).toBe(404);
  });

  it('is what does not exist to the own readers of the prison service as well, at once', async () => {
    const ids = [itemId, randomUUID()];
    const [closed, unknown] = await Promise.all(
      ids.map((id) =>
        time
          .as('assessment-group')
          .ask({ purpose: 'RISK_ASSESS_CLASSIFY', path: `/prison-intelligence/v1/disseminated-reports/${id}` }),
      ),
    );
    expect(shape(closed!)).toEqual(shape(unknown!));
    expect(closed!.status).toBe(404);
  });

  it('has left the list, and why is said to whoever may know', async () => {
    await eventually(async () => expect(await listed()).toEqual([]), PATIENCE);
    await open();
    const { agrees, standing, words } = (await explained('po-aidos')) as { [name: string]: unknown };
    expect([agrees, standing]).toEqual([true, 'made-again']);
    expect((words as string[]).join(' ')).toContain('SEALED');
  });

  it('is opened by no older word that comes late', async () => {
    const statusId = await saidLate(prison(), { subjectId: SUBJECT_ID, ...KNOWN });
    await eventually(async () => {
      const { rows } = await police().pool.query<{ n: number }>(
        `select count(*)::int as n from store.events where type = 'SubjectStatusReceived' and data ->> 'statusId' = $1`,
        [statusId],
      );
      expect(rows[0]?.n).toBe(1);
    }, PATIENCE);
    await answers({ 'police-liaison': 404 });
  });

  it('is still taken back from whoever holds something of it', async () => {
    const withdrawal = { ground: 'ERROR', required: 'ERASE', reason: 'Another man was meant (invented).' };
    expect((await onReport('intelligence-manager', `/${reportUrn}/withdrawal`, withdrawal)).status).toBe(200);
    await eventually(async () => {
      const { rowCount } = await police().pool.query(
        `select from store.events where type = 'ItemWithdrawn' and data ->> 'itemId' = $1`,
        [itemId],
      );
      expect(rowCount).toBe(1);
    }, PATIENCE);
  });

  it('is opened by the order of a court alone', async () => {
    const refused = await attest();
    expect([refused.status, refused.body['refusal']]).toEqual([422, 'sealed-record-opened-again']);
    expect((await attest({ courtOrder: 'AC-2026-78 (invented)' })).status).toBe(200);
    const [, later] = await disseminated(time);
    await eventually(async () => expect((await open('police-liaison', later)).status).toBe(200), PATIENCE);
  });
});
