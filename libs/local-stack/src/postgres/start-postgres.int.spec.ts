import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import pg from 'pg';
import { startedByOneThatWasKilled } from '../killed.fixture.ts';
import { isAlive } from '../running.ts';
import { startPostgres } from './start-postgres.ts';

const around = mkdtempSync(join(tmpdir(), 'gatehouse-local-postgres-'));
const dataDir = join(around, 'postgres');
afterAll(() => rmSync(around, { recursive: true, force: true }));

const ask = async (connectionString: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
};

describe('a local PostgreSQL', () => {
  it('has its data and its address after the next start', async () => {
    const first = await startPostgres({ dataDir });
    await ask(first.adminUrl, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await startPostgres({ dataDir });
    expect(second.adminUrl).toBe(first.adminUrl);
    expect(await ask(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('lets nobody in without the password, which only its owner may read', async () => {
    const server = await startPostgres({ dataDir });
    const without = new URL(server.adminUrl);
    without.password = '';
    const wrong = new URL(server.adminUrl);
    wrong.password = 'guessed';
    await expect(ask(without.href, 'select 1')).rejects.toThrow(/password/);
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, 'admin-password')).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('ends with a program that was killed outright, and the next start has what was committed', async () => {
    const pid = await startedByOneThatWasKilled('postgres', dataDir);
    await eventually(() => expect(isAlive(pid)).toBe(false));
    const server = await startPostgres({ dataDir });
    expect(await ask(server.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('starts after it was itself killed outright', async () => {
    const killed = await startPostgres({ dataDir });
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const server = await startPostgres({ dataDir });
    expect(await ask(server.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it('starts although a stale file names a process that is now somebody else', async () => {
    writeFileSync(join(dataDir, 'cluster/postmaster.pid'), `${process.ppid}\n`);
    const server = await startPostgres({ dataDir });
    await server.stop();
  });

  it('refuses a folder that is in use, by name', async () => {
    const server = await startPostgres({ dataDir });
    await expect(startPostgres({ dataDir })).rejects.toThrow(`process ${server.pid}`);
    await server.stop();
  });
});
