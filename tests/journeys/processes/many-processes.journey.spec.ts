// The story with each service as a process of its own, as agencies run them: then one is killed in the middle and catches up.
import {
  CASE,
  loadedSampleProgram,
  migrateProgram,
  PersonaClient,
  personaNamed,
  readSettings,
  rebuildProgram,
  replayProgram,
  runJourney,
} from '@gatehouse/start';
import { eventually, testKafka } from '@gatehouse/testing';
import { isRunning } from '@gatehouse/local-stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { raised } from '../raised.ts';
import type { Told } from '../story/stage.ts';
import { storyHolds } from '../story/story-holds.ts';
import { deployment, type ManyProcesses } from './deployment.ts';

const INVESTIGATE = { purpose: 'INVESTIGATE', caseRef: CASE };

/** Six processes at once on a machine that has other work. */
const STARTS_WITHIN_MS = 400_000;
const PATIENCE_MS = 120_000;

describe('each service as a process of its own', () => {
  let many: ManyProcesses;
  let told: Told;

  beforeAll(async () => {
    many = await deployment();
    await many.start();
    for (const service of ['police-liaison', 'prison-intelligence'] as const)
      expect(await many.processes[service].runBeside(loadedSampleProgram, service)).toBe('0');
    const logged = () =>
      Object.values(many.processes)
        .map(({ output }) => output)
        .join('');
    told = { ...many, logged, mailed: () => [], ...(await runJourney(many.access, many.logKey)) };
  }, STARTS_WITHIN_MS);
  afterAll(() => many.end());

  storyHolds(() => told);

  const counted = async (service: 'prison-intelligence' | 'police-liaison', what: string): Promise<number> => {
    const settings = await readSettings(service, many.processes[service].folder, {});
    const client = new pg.Client({ connectionString: settings.text('DATABASE_URL') });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${what}`);
    await client.end();
    return rows[0]!.n;
  };

  it('gives each process its own secrets and nobody else’s', async () => {
    const secrets = secretsOf(many);
    const machines = join(many.folder, 'machines');
    for (const name of await readdir(machines)) {
      const given = join(machines, name, 'given');
      const files = await readdir(given);
      const text = (await Promise.all(files.map((file) => readFile(join(given, file), 'utf8')))).join('\n');
      const held = Object.entries(secrets).filter(([, secret]) => text.includes(secret));
      expect([name, held.map(([owner]) => owner).sort()]).toEqual([name, GIVEN[name]]);
    }
  });

  it('finds no service of another agency under its own address', async () => {
    const { origin } = many.processes['police-liaison'];
    for (const other of [
      '/prison-intelligence/v1/intelligence-alerts/x',
      '/oversight/v1/log/checkpoint',
      '/identity/jwks',
    ])
      expect((await fetch(`${origin}${other}`)).status).toBe(404);
  });

  it('killed with -9 while an alert is on its way, comes back and has it once', async () => {
    const police = many.processes['police-liaison'];
    expect(await police.end('SIGKILL')).toBe('SIGKILL');
    const { alertId } = await raised(many, { delivered: false });
    police.start();
    await police.ready();
    const officer = new PersonaClient(many.access, personaNamed('police-liaison'));
    const path = `/police-liaison/v1/inbox/${alertId}`;
    await officer.askUntil({ ...INVESTIGATE, path }, ({ status }) => status === 200, PATIENCE_MS);
    const listed = ({ body }: { body: Record<string, unknown> }) =>
      ((body['items'] as { itemId: string }[] | undefined) ?? []).filter(({ itemId }) => itemId === alertId);
    // The list is a read model: it follows what can be opened already.
    const list = { ...INVESTIGATE, path: '/police-liaison/v1/inbox' };
    const isListed = (answer: { body: Record<string, unknown> }) => listed(answer).length > 0;
    expect(listed(await officer.askUntil(list, isListed, PATIENCE_MS))).toHaveLength(1);
  }, 400_000);

  it('killed with -9 at the originator before anything left, comes back and sends it', async () => {
    const prison = many.processes['prison-intelligence'];
    const { alertId } = await raised(many, { delivered: false });
    expect(await prison.end('SIGKILL')).toBe('SIGKILL');
    prison.start();
    await prison.ready();
    const officer = new PersonaClient(many.access, personaNamed('police-liaison'));
    const path = `/police-liaison/v1/inbox/${alertId}`;
    await officer.askUntil({ ...INVESTIGATE, path }, ({ status }) => status === 200, PATIENCE_MS);
  }, 400_000);

  it('has a suspension wait for a service that was killed, and complete once that has applied it', async () => {
    const police = many.processes['police-liaison'];
    const path = '/policy/v1/instruments/kz-prisons-probation';
    const secretary = new PersonaClient(many.access, personaNamed('secretary'));
    const act = async (what: string, body: object) => {
      const { body: answer } = await secretary.ask({ purpose: 'OVERSIGHT', path: `${path}/${what}`, body });
      return (answer['suspensions'] as { suspensionId: string; isComplete: boolean; waitsFor: string[] | null }[]).at(
        -1,
      );
    };
    const suspension = async () =>
      ((await secretary.ask({ purpose: 'OVERSIGHT', path })).body['suspensions'] as object[]).at(-1);
    const patience = { timeoutMs: PATIENCE_MS };
    expect(await police.end('SIGKILL')).toBe('SIGKILL');
    const order = { scope: { kind: 'party', party: 'kz-anti-corruption' }, reason: 'A review (invented).' };
    const made = await act('suspensions', order);
    expect(made).toMatchObject({ isComplete: false, waitsFor: null });
    const missing = { isComplete: false, waitsFor: ['police-liaison'] };
    await eventually(async () => expect(await suspension()).toMatchObject(missing), patience);
    await eventually(() => expect(many.processes.policy.output).toContain('CUT_OFF_UNACKNOWLEDGED'), patience);
    expect(await suspension()).toMatchObject(missing);
    police.start();
    await police.ready();
    await eventually(
      async () => expect(await suspension()).toMatchObject({ isComplete: true, waitsFor: [] }),
      patience,
    );
    expect(
      await act(`suspensions/${made?.suspensionId}/reinstatement`, { reason: 'Done (invented).' }),
    ).toBeUndefined();
  }, 400_000);

  const ownersFolder = (service: string): string => join(many.folder, 'provisioned/owners', service);

  it('makes its read models again by the operator’s command, with the login of its database’s owner', async () => {
    for (const [service, model] of [
      ['prison-intelligence', 'disclosure-board'],
      ['police-liaison', 'received-items'],
    ] as const) {
      const { processes } = many;
      expect(await processes[service].runGiven(ownersFolder(service), rebuildProgram, service, model)).toBe('0');
      expect(await processes[service].runBeside(rebuildProgram, service, model)).toContain('set DATABASE_OWNER_URL');
    }
  }, 400_000);

  it('is migrated by its owner beside it, who changes nothing that is up to date, and not by itself', async () => {
    const police = many.processes['police-liaison'];
    expect(await police.runGiven(ownersFolder('police-liaison'), migrateProgram, 'police-liaison')).toBe('0');
    expect(await police.runBeside(migrateProgram, 'police-liaison')).toContain('set DATABASE_OWNER_URL');
    await police.ready();
  });

  it('sends the police anew what they were sent, which they drop and receipt again', async () => {
    const prison = many.processes['prison-intelligence'];
    const items = await counted('police-liaison', `store.events where type = 'ItemReceived'`);
    const asked = ['--to', 'kz-police', '--since', '2026-01-01T00:00:00Z'];
    expect(await prison.runBeside(replayProgram, 'prison-intelligence', ...asked)).toBe('0');
    const replayed = await counted('prison-intelligence', `audit.record where record::json ->> 'event' = 'replayed'`);
    expect(replayed).toBeGreaterThan(2);
    await eventually(async () => expect(await counted('prison-intelligence', 'bus.outbox')).toBe(0), {
      timeoutMs: PATIENCE_MS,
    });
    expect(await counted('police-liaison', `store.events where type = 'ItemReceived'`)).toBe(items);
  }, 400_000);

  it('opens no database to a service that is not its own', async () => {
    const settings = await readSettings('police-liaison', many.processes['police-liaison'].folder, {});
    for (const [other, allowed] of [
      ['police_liaison', true],
      ['prison_intelligence', false],
      ['source_registry', false],
      ['oversight', false],
    ] as const) {
      const url = new URL(settings.text('DATABASE_URL'));
      url.pathname = `/${settings.namespace}_${other}`;
      const client = new pg.Client({ connectionString: url.href });
      const reached = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      expect([other, reached]).toEqual([other, allowed]);
    }
  });

  it('ends in order when asked to, and leaves no process behind', async () => {
    const all = Object.values(many.processes);
    const pids = all.map(({ pid }) => pid ?? 0);
    expect(await Promise.all(all.map((one) => one.end('SIGTERM')))).toEqual(all.map(() => '0'));
    expect(pids.filter(isRunning)).toEqual([]);
  });
});

/** Whose each secret of the deployment is; the administrator's own are in no process's hands. */
const GIVEN: Record<string, string[]> = {
  'prison-intelligence': [
    'audit subjects',
    'bus prison-intelligence',
    'database prison-intelligence',
    'items prison-intelligence',
    'keys prison-intelligence',
  ],
  'police-liaison': [
    'audit subjects',
    'bus police-liaison',
    'database police-liaison',
    'items police-liaison',
    'keys police-liaison',
  ],
  'source-registry': [
    'bus source-registry',
    'database source-registry',
    'items source-registry',
    'keys source-registry',
  ],
  oversight: ['audit subjects', 'bus oversight', 'database oversight', 'keys oversight', 'log'],
  policy: ['bus policy', 'database policy', 'items policy', 'keys policy'],
  identity: ['identity', 'personas'],
  'lane-keeper': ['bus lane-keeper', 'database lane-keeper'],
};

const secretsOf = ({ keys }: ManyProcesses): Record<string, string> => {
  const databases = Object.entries(keys.databasePasswords).map(([database, password]) => [
    `database ${database.slice(database.indexOf('_') + 1).replaceAll('_', '-')}`,
    password,
  ]);
  const own = Object.entries(keys.ofService).map(([service, held]) => [`keys ${service}`, held.signing.d ?? '']);
  const bus = Object.entries(testKafka().principals).map(([principal, password]) => [`bus ${principal}`, password]);
  const items = Object.entries(keys.ofItems).map(([service, secret]) => [`items ${service}`, secret]);
  return {
    ...(Object.fromEntries([...databases, ...own, ...bus, ...items]) as Record<string, string>),
    'keys policy': keys.policy.signing.d ?? '',
    log: keys.log.signing.d ?? '',
    'audit subjects': keys.auditSubjects,
    identity: keys.identity.d ?? '',
    personas: Object.values(keys.personaSecrets)[0] ?? '',
  };
};
