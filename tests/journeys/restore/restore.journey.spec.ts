// The drill: work, a backup beside it, the cluster killed and its folder deleted, restored, and everything acknowledged is there and
// goes on. Then the rows alone, copied into a younger cluster: noticed, re-based, and gone on from as well.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { rebase } from '@gatehouse/event-store';
import type { LocalPostgres } from '@gatehouse/local-stack';
import { verifyLog } from '@gatehouse/oversight/verifier';
import { backUpCluster, loadSample, REBASED, restoreCluster, SERVICES } from '@gatehouse/start';
import { eventually, testKafka } from '@gatehouse/testing';
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import pg from 'pg';
import { as, INBOX, INVESTIGATE, raised } from '../raised.ts';
import { copyRows, renameAll } from './copied-rows.ts';
import { databaseAt, Site, type Drilled } from './own-cluster.ts';

jest.setTimeout(400_000);
const WITHIN = { timeoutMs: 120_000 };
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const site = new Site();
let server: LocalPostgres;
let gatehouse: Drilled;
/** alerts that an analyst was told are raised */
const acknowledged: string[] = [];
let seen: { size: number; root: string };
let held: { cursor: string; first: string | undefined; rest: string[] };

const items = (body: object) => (body as { items: { itemId: string }[] }).items.map(({ itemId }) => itemId);
const list = async (query: string) =>
  (await as(gatehouse, 'police-liaison').ask({ ...INVESTIGATE, path: `${INBOX}?${query}` })).body;
const opens = (id: string) =>
  as(gatehouse, 'police-liaison').askUntil({ ...INVESTIGATE, path: `${INBOX}/${id}` }, ({ status }) => status === 200);
const logNow = (known: typeof seen | null) =>
  verifyLog({ url: `${gatehouse.url}/oversight/v1/log`, vkey: gatehouse.logKey, seen: known });
const raise = async (waits: { delivered: boolean }) => {
  const { alertId } = await raised(gatehouse, waits);
  if (alertId !== 'undefined') acknowledged.push(alertId);
  return alertId;
};
const inDatabase = async <Row extends object>(service: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({
    connectionString: databaseAt(server.adminUrl, `${site.namespace}_${service.replaceAll('-', '_')}`),
  });
  await client.connect();
  return client
    .query<Row>(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
};
const receivedTwice = () =>
  inDatabase(
    'police-liaison',
    `select data -> 'envelope' ->> 'itemId' as item from store.events where type = 'ItemReceived' group by 1 having count(*) > 1`,
  );
/** What left the prison service so far, and what it still waits to be told about. */
const leftPrison = async () => {
  const [counts] = await inDatabase<{ sent: number; decided: number; waiting: number }>(
    'prison-intelligence',
    `select (select count(*)::int from audit.record where record::json ->> 'event' = 'sent') as sent,
            (select count(*)::int from store.events where type = 'DisclosureDecided') as decided,
            (select count(*)::int from bus.outbox where awaits_receipt) as waiting`,
  );
  return counts;
};

const everythingIsThere = async () => {
  await eventually(
    async () => expect(items(await list('limit=100'))).toEqual(expect.arrayContaining(acknowledged)),
    WITHIN,
  );
  for (const id of acknowledged) expect((await opens(id)).status).toBe(200);
  expect(await receivedTwice()).toEqual([]);
};
/** A page handed out before goes on behind its last row; what came since follows. */
const cursorHolds = async () => {
  const rest = items(await list(`limit=100&cursor=${held.cursor}`));
  expect(rest.slice(0, held.rest.length)).toEqual(held.rest);
  expect(rest).not.toContain(held.first);
};
const logGoesOn = () =>
  eventually(async () => {
    const now = await logNow(seen);
    expect(now.size).toBeGreaterThan(seen.size);
    seen = now;
  }, WITHIN);

beforeAll(async () => {
  server = await site.cluster('first');
  gatehouse = await site.gatehouse(server);
  await loadSample(...Object.values(gatehouse.agencies));
  for (let n = 0; n < 3; n += 1) await opens(await raise({ delivered: true }));
  await eventually(async () => expect(items(await list('limit=100'))).toHaveLength(3), WITHIN);
  const all = items(await list('limit=100'));
  held = { cursor: String(((await list('limit=1')) as { next: string }).next), first: all[0], rest: all.slice(1) };
  seen = await logNow(null);
});
afterAll(() => site.end());

describe('a cluster that is killed and deleted while work goes on', () => {
  it('is restored with everything that was acknowledged, and every reader where it was', async () => {
    const working = { on: true };
    let backed = false;
    const work = (async () => {
      // Enough to be in every part of the backup; each is opened again afterwards.
      while (working.on)
        if (backed || acknowledged.length < 8) await raise({ delivered: false }).catch(() => undefined);
        else await pause(50);
    })();
    const backup = await backUpCluster({
      url: server.adminUrl,
      folder: site.backup,
      at: new Date(),
      synchronous: true,
    });
    backed = true;
    const before = acknowledged.length;
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 1), WITHIN);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    working.on = false;
    await work;
    await gatehouse.stop().catch(() => undefined);
    await backup.follower.stop();

    await restoreCluster({ backup: site.backup, dataDir: site.deleted('first') });
    server = await site.cluster('first-restored');
    gatehouse = await site.gatehouse(server);
    await cursorHolds();
    await everythingIsThere();
    await logGoesOn();
  });

  it('goes on', async () => {
    await opens(await raise({ delivered: true }));
    await logGoesOn();
  });
});

describe('rows that were copied into a younger cluster', () => {
  let younger: LocalPostgres;
  let before: object | undefined;

  beforeAll(async () => {
    younger = await site.cluster('younger');
    const empty = await site.gatehouse(younger, 'emptyone');
    await empty.stop();
    await renameAll(younger.adminUrl, 'emptyone', site.namespace);
    await eventually(async () => expect(await leftPrison()).toMatchObject({ waiting: 0 }), WITHIN);
    await gatehouse.stop();
    before = await leftPrison();
    for (const service of SERVICES) {
      const name = `${site.namespace}_${service.replaceAll('-', '_')}`;
      await copyRows(databaseAt(server.adminUrl, name), databaseAt(younger.adminUrl, name));
    }
  });

  it('are noticed: nothing starts on them, and the page is named', async () => {
    const { status, said } = await started(younger.adminUrl);
    expect(status).toBe(1);
    expect(said).toContain('this event store was made in another database cluster');
    expect(said).toContain('docs/backup-and-restore.md');
  });

  it('are gone on from after they were re-based: every reader where it was, nothing sent again that was receipted', async () => {
    for (const service of SERVICES.filter((name) => name !== 'oversight')) {
      const client = new pg.Client(databaseAt(younger.adminUrl, `${site.namespace}_${service.replaceAll('-', '_')}`));
      await client.connect();
      await rebase(client, REBASED).finally(() => client.end());
    }
    server = younger;
    gatehouse = await site.gatehouse(server);
    await cursorHolds();
    await everythingIsThere();
    expect(await leftPrison()).toEqual(before);
    await opens(await raise({ delivered: true }));
    expect(await receivedTwice()).toEqual([]);
    await logGoesOn();
  });

  afterAll(() => gatehouse.stop());
});

/** npm start on this cluster: how it ends, and what it says. */
const started = async (adminUrl: string): Promise<{ status: number | null; said: string }> => {
  const { brokers, principals } = testKafka();
  const passwords = Object.entries(principals).map(([name, password]) => [
    `KAFKA_PASSWORD_${name.replaceAll('-', '_').toUpperCase()}`,
    password,
  ]);
  cpSync(site.folder('keys'), join(site.folder('process'), '.gatehouse/data/keys'), { recursive: true });
  const program = ['--import', join(ROOT, 'start/typescript-loader.mjs'), join(ROOT, 'start/src/main.ts'), '--empty'];
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', ...program], {
    cwd: site.folder('process'),
    env: {
      ...process.env,
      ...Object.fromEntries(passwords),
      PORT: '0',
      GATEHOUSE_NAMESPACE: site.namespace,
      DATABASE_URL: adminUrl,
      KAFKA_BROKERS: brokers.join(','),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { status, said };
};
