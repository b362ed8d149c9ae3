// npm start as its process: a first start, a second that finds its data, a kill that leaves nothing running, a recovery.
import { eventually } from '@gatehouse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const LOADER = ['--disable-warning=TimeoutNegativeWarning', '--import', file('start/typescript-loader.mjs')];

/** Several starts one after the other, on a machine that has other work. */
const STARTS_WITHIN_MS = 300_000;

interface Started {
  child: ChildProcess;
  output: () => string;
  /** exit code or signal */
  ended: Promise<string>;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('npm start', () => {
  let folder: string;
  const running: Started[] = [];

  const run = (program: string, args: string[]): Started => {
    const { DATABASE_URL: _database, KAFKA_BROKERS: _kafka, ...environment } = process.env;
    const env = { ...environment, PORT: '0' };
    const child = spawn(process.execPath, [...LOADER, file(program), ...args], { cwd: folder, env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    const ended = new Promise<string>((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? String(code))),
    );
    const started = { child, output: () => output, ended };
    running.push(started);
    return started;
  };
  const start = (...args: string[]): Started => run('start/src/main.ts', args);

  const ready = (started: Started): Promise<Record<string, number>> =>
    eventually(
      () => {
        const [, listed = ''] = /processes: ([^)]*)\)/.exec(started.output()) ?? [];
        if (listed === '') throw new Error(`not running yet:\n${started.output()}`);
        return Object.fromEntries(
          listed.split(', ').map((entry) => [entry.split(' ')[0], Number(entry.split(' ')[1])]),
        );
      },
      { timeoutMs: 180_000 },
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-start-'));
    await mkdir(join(folder, '.gatehouse'));
    await mkdir(file('.gatehouse/downloads'), { recursive: true });
    await symlink(file('.gatehouse/downloads'), join(folder, '.gatehouse/downloads'));
  });
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('does the main job once and proves it', async () => {
    const first = start('--once');
    expect(await first.ended).toBe('0');
    expect(first.output()).toContain('What the police liaison officer saw of the alert, field by field');
    expect(first.output()).toContain('every tile and signature verified by the independent verifier');
  }, 300_000);

  it(
    'finds its data again, gives out tokens, and lets nobody else in beside it',
    async () => {
      const second = start();
      await ready(second);
      expect(second.output()).toContain('looking at the journey of an earlier start');
      expect(second.output()).not.toContain('NOT PROVEN');

      const token = run('start/src/token.ts', ['police-liaison']);
      expect(await token.ended).toBe('0');
      const { url } = JSON.parse(await readFile(join(folder, '.gatehouse/data/running.json'), 'utf8')) as {
        url: string;
      };
      const headers = {
        authorization: `Bearer ${token.output().trim()}`,
        'gatehouse-purpose': 'INVESTIGATE',
        'gatehouse-case': 'KZ-2026-114',
      };
      await eventually(async () => {
        const inbox = (await (await fetch(`${url}/police-liaison/v1/inbox`, { headers })).json()) as {
          items: object[];
        };
        // The report, its correction and the alert.
        expect(inbox.items).toHaveLength(3);
      });

      const third = start();
      expect(await third.ended).toBe('1');
      expect(third.output()).toContain('a start is running here already');

      second.child.kill('SIGINT');
      expect(await second.ended).toBe('0');
    },
    STARTS_WITHIN_MS,
  );

  it(
    'killed outright leaves no process behind, and the next start recovers',
    async () => {
      const killed = start('--empty');
      const pids = await ready(killed);
      expect(Object.keys(pids).sort()).toEqual(['gatehouse', 'kafka', 'postgres']);
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      await eventually(() => expect(Object.entries(pids).filter(([, pid]) => alive(pid))).toEqual([]), {
        timeoutMs: 30_000,
      });

      const next = start('--once');
      expect(await next.ended).toBe('0');
      expect(next.output()).toContain('every tile and signature verified');
    },
    STARTS_WITHIN_MS,
  );

  it('says what it does not understand', async () => {
    const odd = start('--bus=carrier-pigeon');
    expect(await odd.ended).toBe('1');
    expect(odd.output()).toContain("--bus is kafka or postgres, not 'carrier-pigeon'");
  });
});
