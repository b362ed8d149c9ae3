// A cluster of its own: written to, backed up meanwhile, killed, deleted, restored.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, discardPostgres, type LocalPostgres } from '@gatehouse/local-stack';
import { eventually } from '@gatehouse/testing';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { backUpCluster, type Backup } from './back-up-cluster.ts';
import { restoreCluster } from './restore-cluster.ts';

const around = mkdtempSync(join(tmpdir(), 'gatehouse-backup-'));
const dataDir = join(around, 'postgres');
const folder = join(around, 'backup');
const acknowledged = new Set<number>();
const at = new Date('2026-11-21T10:00:00Z');
const PATIENCE = { timeoutMs: 60_000 };

/** Writes one row a transaction until the server is gone; what was acknowledged is noted. */
const write = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  for (let n = acknowledged.size; ; n += 1) {
    const done = await client
      .query('insert into noted (n, filler) values ($1::integer, repeat(md5($1::integer::text), 40))', [n])
      .then(
        () => true,
        () => false,
      );
    if (!done) return;
    acknowledged.add(n);
  }
};
const ask = async <Row extends object>(url: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query<Row>(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
};
/** The folder in which a cluster is to be restored, with its password. */
const emptied = (): string => {
  const target = mkdtempSync(join(around, 'restored-'));
  copyFileSync(join(around, 'admin-password'), join(target, 'admin-password'));
  return target;
};

let server: LocalPostgres;
let backup: Backup;
beforeAll(async () => {
  server = await startPostgres({ dataDir });
  copyFileSync(join(dataDir, 'admin-password'), join(around, 'admin-password'));
  await ask(server.adminUrl, 'create table noted (n integer primary key, filler text)');
  const writing = write(server.adminUrl);
  await eventually(() => expect(acknowledged.size).toBeGreaterThan(50), PATIENCE);
  backup = await backUpCluster({ url: server.adminUrl, folder, at, synchronous: true });
  const before = acknowledged.size;
  await eventually(() => expect(acknowledged.size).toBeGreaterThan(before + 200), PATIENCE);
  // A second whole segment, so that there is one to be damaged.
  await ask(server.adminUrl, 'select pg_switch_wal()');
  const after = acknowledged.size;
  await eventually(() => expect(acknowledged.size).toBeGreaterThan(after + 50), PATIENCE);
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  await writing;
  await backup.follower.ended.catch(() => undefined);
  await backup.follower.stop();
  discardPostgres(dataDir);
}, 240_000);
afterAll(() => rmSync(around, { recursive: true, force: true }));

describe('a cluster that was killed and deleted', () => {
  it('is restored with everything it acknowledged, and goes on', async () => {
    const target = emptied();
    const { recoveredTo } = await restoreCluster({ backup: folder, dataDir: target });
    expect(recoveredTo).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
    const restored = await startPostgres({ dataDir: target });
    const rows = await ask<{ n: number }>(restored.adminUrl, 'select n from noted');
    const there = new Set(rows.map(({ n }) => n));
    expect([...acknowledged].filter((n) => !there.has(n))).toEqual([]);
    // One that was written and never acknowledged may be there as well.
    expect(there.size - acknowledged.size).toBeLessThanOrEqual(1);
    await ask(restored.adminUrl, `insert into noted values (-1, '')`);
    const [{ timeline } = { timeline: 0 }] = await ask<{ timeline: number }>(
      restored.adminUrl,
      'select timeline_id as timeline from pg_control_checkpoint()',
    );
    expect(timeline).toBe(2);
    await expect(backUpCluster({ url: restored.adminUrl, folder, at, synchronous: false })).rejects.toMatchObject({
      code: 'backup-folder',
    });
    await restored.stop();
    discardPostgres(target);
  });

  it('is not restored over anything, nor without its password', async () => {
    const target = emptied();
    mkdirSync(join(target, 'cluster'));
    await expect(restoreCluster({ backup: folder, dataDir: target })).rejects.toMatchObject({ code: 'backup-folder' });
    const bare = mkdtempSync(join(around, 'bare-'));
    await expect(restoreCluster({ backup: folder, dataDir: bare })).rejects.toThrow(/restore the keys first/);
  });

  const flip = (file: string, at: number): void => {
    const bytes = readFileSync(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  };
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  const lastSegment = (copy: string): string =>
    join(
      copy,
      'wal',
      readdirSync(join(copy, 'wal'))
        .sort()
        .findLast((name) => /^[0-9A-F]{24}$/.test(name)) ?? '',
    );

  it.each<[string, string, string, (copy: string) => void]>([
    ['a byte of the base flipped', 'backup-damaged', 'base.tar', (copy) => flip(join(copy, 'base.tar'), 2_000_000)],
    [
      'its base cut short',
      'backup-damaged',
      'base.tar',
      (copy) => writeFileSync(join(copy, 'base.tar'), readFileSync(join(copy, 'base.tar')).subarray(0, 3_000_000)),
    ],
    ['its manifest altered', 'backup-damaged', 'backup_manifest', (copy) => flip(join(copy, 'backup_manifest'), 200)],
    ['a byte of its log flipped', 'backup-damaged', 'wal/', (copy) => flip(lastSegment(copy), 9_000)],
    ['a part of its log missing', 'backup-damaged', 'wal/', (copy) => rmSync(lastSegment(copy))],
    ['no description', 'backup-folder', 'no whole backup', (copy) => rmSync(join(copy, 'backup.json'))],
    [
      'another major version',
      'backup-version',
      'PostgreSQL 17',
      (copy) => edit(join(copy, 'backup.json'), (text) => text.replace('"version": 18', '"version": 17')),
    ],
  ])('is not restored from a backup with %s, and nothing is left behind', async (_, code, named, damage) => {
    const copy = mkdtempSync(join(around, 'damaged-'));
    cpSync(folder, copy, { recursive: true });
    damage(copy);
    const target = emptied();
    const failed = restoreCluster({ backup: copy, dataDir: target });
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(named) });
    expect(existsSync(join(target, 'cluster'))).toBe(false);
    expect(readdirSync(target)).toEqual(['admin-password']);
    rmSync(copy, { recursive: true });
  });
});
