// The gatehouse command, as people use it, against a whole Gatehouse.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALERT, allInstruments, CASE, loadSample } from '@gatehouse/start';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { parse } from 'yaml';
import { inventedReports } from '../intake/invented-reports.ts';
import { approvedReport, as, raised } from '../raised.ts';
import { running, type Running } from '../running.ts';
import { Shell } from './shell.ts';

let gatehouse: Running;
let shell: Shell;

beforeAll(async () => {
  gatehouse = await running({ bus: { kind: 'postgres' } });
  await loadSample(gatehouse.agencies['police-liaison']);
});
afterAll(() => gatehouse.end());
beforeEach(async () => void (shell = await Shell.make()));
afterEach(() => shell.remove());

const signIn = async (persona: string, ...more: string[]) => {
  const secret = await shell.file(`${persona}.secret`, `${gatehouse.access.secretOf(persona)}\n`);
  return shell.gatehouse('login', '--url', gatehouse.url, '--client', persona, '--secret-file', secret, ...more);
};
const session = () => join(shell.env['GATEHOUSE_HOME'] ?? '', 'session.json');
/** Each look is a process. */
const PATIENT = { timeoutMs: 60_000 };
const IN_PRISON = ['--purpose', 'PREVENT_SERIOUS_HARM'];
const INVESTIGATING = ['--purpose', 'INVESTIGATE', '--case', CASE];

describe('signing in', () => {
  it('keeps a token that only its owner can read, and no secret', async () => {
    expect(await signIn('analyst')).toMatchObject({ code: 0, out: expect.stringContaining('signed in') });
    expect((await stat(session())).mode & 0o777).toBe(0o600);
    const kept = await readFile(session(), 'utf8');
    expect(kept).not.toContain(gatehouse.access.secretOf('analyst'));
    expect(JSON.parse(kept)).toMatchObject({ client: 'analyst', token: expect.stringMatching(/^eyJ/) });
  });

  it('takes the secret from the environment as well, never from the command line', async () => {
    shell.env['GATEHOUSE_CLIENT_SECRET'] = gatehouse.access.secretOf('analyst');
    const ran = await shell.gatehouse('login', '--url', gatehouse.url, '--client', 'analyst', '--json');
    expect([ran.code, ran.json['signedIn']]).toEqual([0, true]);
    expect((await shell.gatehouse('login', '--url', gatehouse.url, '--client', 'analyst', '--secret', 'x')).code).toBe(
      2,
    );
  });

  it('renews the token by itself when it ends', async () => {
    await signIn('analyst');
    const before = JSON.parse(await readFile(session(), 'utf8')) as { token: string };
    await shell.file('home/session.json', JSON.stringify({ ...before, token: 'spent', expiresAt: 0 }));
    expect((await shell.gatehouse('imports', ...IN_PRISON)).code).toBe(0);
    expect((JSON.parse(await readFile(session(), 'utf8')) as { token: string }).token).toMatch(/^eyJ/);
  });

  it('says in codes and words what is wrong', async () => {
    expect(await shell.gatehouse('imports', ...IN_PRISON)).toMatchObject({
      code: 3,
      err: expect.stringContaining('gatehouse login'),
    });
    shell.env['GATEHOUSE_CLIENT_SECRET'] = 'wrong';
    expect((await shell.gatehouse('login', '--url', gatehouse.url, '--client', 'analyst')).code).toBe(3);
    const open = await shell.file('open.secret', 'x', 0o644);
    const login = ['login', '--url', gatehouse.url, '--client', 'analyst', '--secret-file', open];
    expect(await shell.gatehouse(...login)).toMatchObject({ code: 3, err: expect.stringContaining('chmod 600') });
    await signIn('analyst');
    expect(await shell.gatehouse('imports')).toMatchObject({ code: 2, err: expect.stringContaining('--purpose') });
    expect((await shell.gatehouse('logout')).code).toBe(0);
    expect((await shell.gatehouse('imports', ...IN_PRISON)).code).toBe(3);
  });

  it('tells a service that is away from one that refuses', async () => {
    await signIn('intelligence-manager');
    const refused = await shell.gatehouse('imports', ...IN_PRISON, '--json');
    expect(refused).toMatchObject({ code: 1, json: { failed: 'refused', problem: { reason: 'ROLE_NOT_COVERED' } } });
    const kept = JSON.parse(await readFile(session(), 'utf8')) as object;
    await shell.file('home/session.json', JSON.stringify({ ...kept, url: 'http://127.0.0.1:9' }));
    expect((await shell.gatehouse('imports', ...IN_PRISON, '--json')).json).toMatchObject({
      failed: 'unavailable',
      exitCode: 4,
    });
  });
});

describe('importing', () => {
  beforeEach(() => signIn('analyst'));

  it('a dry run names every fault and leaves nothing', async () => {
    const invented = inventedReports(100, 20, 31);
    const file = await shell.file('reports.csv', invented.text);
    const ran = await shell.gatehouse('import', file, '--dry-run', '--json', ...IN_PRISON);
    expect(ran.code).toBe(7);
    const named = (ran.json['faults'] as { line: number; column: string; code: string }[]).map(
      ({ line, column, code }) => ({ line, column, code }),
    );
    expect(named).toEqual(invented.planted);
    expect((await shell.gatehouse('import', file, '--resume', ...IN_PRISON)).code).toBe(1);
    const said = await shell.gatehouse('import', file, '--dry-run', '--faults', 'faults.csv', ...IN_PRISON);
    expect(said.out).toContain('80 good lines, 20 with faults');
    expect(said.out).toMatch(/^7 +reference +value-missing +A value is needed here\.$/m);
    expect((await readFile(join(shell.folder, 'faults.csv'), 'utf8')).trim().split('\n')).toHaveLength(21);
  });

  it('stands still before faulty lines until somebody agrees to leave them out', async () => {
    const file = await shell.file('reports.csv', inventedReports(60, 3, 32).text);
    expect(await shell.gatehouse('import', file, ...IN_PRISON)).toMatchObject({
      code: 7,
      out: expect.stringContaining('--leave-out-faulty'),
    });
    const again = await shell.gatehouse('import', file, '--resume', '--leave-out-faulty', '--json', ...IN_PRISON);
    expect(again).toMatchObject({ code: 0, json: { status: 'finished', progress: { recorded: 57 } } });
    const twice = await shell.gatehouse('import', file, '--leave-out-faulty', ...IN_PRISON);
    expect(twice).toMatchObject({ code: 0, out: expect.stringContaining('0 reports recorded, 57 were there already') });
    expect((await shell.gatehouse('imports', ...IN_PRISON)).out).toContain('finished');
  });

  it('reads another form of file by a mapping', async () => {
    const mapping = await shell.file('mapping.yaml', 'columns: { reference: Incident no., observedOn: When }\n');
    const file = await shell.file(
      'own.csv',
      inventedReports(5, 0, 33).text.replace('reference,date', 'Incident no.,When'),
    );
    expect((await shell.gatehouse('import', file, ...IN_PRISON)).code).toBe(7);
    expect((await shell.gatehouse('import', file, '--mapping', mapping, ...IN_PRISON)).code).toBe(0);
    const wrong = await shell.file('wrong.yaml', 'columns: { mood: x }\n');
    expect(await shell.gatehouse('import', file, '--mapping', wrong, ...IN_PRISON)).toMatchObject({
      code: 1,
      err: expect.stringContaining('/columns'),
    });
  });

  it('says what is no file, no mapping and no option', async () => {
    const file = await shell.file('reports.csv', inventedReports(1, 0, 34).text);
    for (const args of [['none.csv'], [file, '--mapping', 'none.yaml'], [file, '--mood', 'x'], []])
      expect((await shell.gatehouse('import', ...args, ...IN_PRISON)).code).toBe(2);
  });
});

describe('publishing', () => {
  it('shows who would see what, and raises that alert only when somebody says yes', async () => {
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const alert = { ...ALERT, reportUrns: [await approvedReport(gatehouse)], validUntil };
    const file = await shell.file('alert.json', JSON.stringify(alert));
    await signIn('analyst');
    const inPrison = [...IN_PRISON, '--case', CASE];
    const shown = await shell.gatehouse('publish', file, ...inPrison);
    expect([shown.code, shown.out]).toEqual([2, '']);
    expect(shown.err).toMatch(/^kz-police \(.*police-liaison.*\): PERMIT/m);
    expect(shown.err).toContain(`    nature: ${ALERT.nature}`);
    expect(shown.err).toMatch(/stays here: .*sourceNote/);
    const yes = await shell.gatehouse('publish', file, '--yes', '--json', ...inPrison);
    expect(yes).toMatchObject({ code: 0, json: { alertId: expect.any(String), recipients: expect.any(Array) } });
    const changed = await shell.file('wrong.yaml', 'type: NO_SUCH_TYPE\n');
    expect(await shell.gatehouse('publish', changed, '--yes', '--json', ...inPrison)).toMatchObject({
      code: 1,
      json: { failed: 'refused', problem: { status: 400 } },
    });
  });
});

describe('what others disclosed', () => {
  it('is listed, opened and acknowledged under a name', async () => {
    const { alertId } = await raised(gatehouse);
    await signIn('police-liaison');
    // The list is a read model: it follows what was delivered already.
    await eventually(async () => {
      const list = await shell.gatehouse('inbox', '--json', ...INVESTIGATING);
      expect(list.json['items']).toContainEqual(expect.objectContaining({ itemId: alertId, acknowledgedAt: null }));
    }, PATIENT);
    expect((await shell.gatehouse('inbox', '--type', 'ESCAPE', ...INVESTIGATING)).out).not.toContain(alertId);
    expect((await shell.gatehouse('inbox', alertId, ...INVESTIGATING)).out).toContain('Praises a named attack');
    expect(await shell.gatehouse('ack', alertId, ...INVESTIGATING)).toMatchObject({
      code: 0,
      out: expect.stringContaining('po-aidos'),
    });
    await eventually(async () => {
      const left = await shell.gatehouse('inbox', '--unacknowledged', ...INVESTIGATING);
      expect([left.code, left.out.includes(alertId)]).toEqual([0, false]);
    }, PATIENT);
  });

  it('does not exist for somebody who is not assigned', async () => {
    await signIn('police-neighbour');
    const ran = await shell.gatehouse('ack', '00000000-0000-4000-8000-000000000000', '--json', ...INVESTIGATING);
    expect(ran).toMatchObject({ code: 1, json: { problem: { status: 404 } } });
  });
});

describe('the log', () => {
  const verify = (key: string) => {
    const url = `${gatehouse.url}/oversight/v1/log`;
    return shell.gatehouse('verify', '--url', url, '--vkey', key, '--state', 'seen.json', '--json');
  };

  it('is verified with its key, and with no other', async () => {
    expect(await verify(gatehouse.logKey)).toMatchObject({ code: 0, json: { verified: true } });
    const [name, hash] = gatehouse.logKey.split('+');
    const other = `${name}+${hash}+${Buffer.alloc(33, 1).toString('base64')}`;
    expect(await verify(other)).toMatchObject({ code: 5, json: { failed: 'notVerified' } });
    expect((await verify('no key')).code).toBe(2);
  });
});

describe('agreements', () => {
  const INSTRUMENTS = '/policy/v1/instruments';
  const GOVERNANCE = ['--purpose', 'OVERSIGHT'];
  const MOU = 'kz-prisons-police';

  it('are signed with a key that stays here, and handed in; and say how they stand', async () => {
    const { text } = allInstruments().find(({ file }) => file.includes(MOU))!;
    const amended = text.replace('version: 1', 'version: 2').replace(/^title: .*$/m, 'title: Amended (invented)');
    const asked = { purpose: 'OVERSIGHT' };
    const drafted = await as(gatehouse, 'secretary').ask({
      ...asked,
      path: INSTRUMENTS,
      body: { document: parse(amended, { schema: 'core' }) as object },
    });
    const { version, sha256 } = drafted.body['pending'] as { version: number; sha256: string };
    const review = { ...asked, path: `${INSTRUMENTS}/${MOU}/review`, body: { version, sha256 } };
    expect((await as(gatehouse, 'agreement-reviewer').ask(review)).status).toBe(200);
    const { 'kz-police': police } = await gatehouse.keys.signers(['kz-police']);
    const [file, key] = [
      await shell.file('mou.yaml', amended),
      await shell.file('police.json', JSON.stringify(police)),
    ];
    const signed = await shell.gatehouse('agreement', 'sign', file, '--key', key, '--json');
    expect([signed.code, signed.json]).toEqual([0, expect.objectContaining({ party: 'kz-police', version, sha256 })]);
    await signIn('police-signatory');
    const sent = await shell.gatehouse('agreement', 'sign', file, '--key', key, '--send', ...GOVERNANCE);
    expect([sent.code, sent.out]).toEqual([0, expect.stringContaining('signed for kz-police')]);
    const standing = await shell.gatehouse('agreement', 'status', MOU, ...GOVERNANCE);
    expect([standing.out, standing.err]).toEqual([
      expect.stringContaining('IN_FORCE'),
      expect.stringContaining('unsigned: kz-prison-service'),
    ]);
  });

  it('are signed with no key that others may read, and nothing else than an instrument is', async () => {
    const open = await shell.file('open.json', '{}', 0o644);
    const file = await shell.file('other.yaml', 'id: x\nversion: 1\n');
    expect((await shell.gatehouse('agreement', 'sign', file, '--key', open)).err).toContain('open to others');
    expect((await shell.gatehouse('agreement', 'sign', open, '--key', open)).code).toBe(2);
  });
});
