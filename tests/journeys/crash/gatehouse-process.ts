// Gatehouse as its own process on the run's PostgreSQL and Kafka: what a crash test may kill. Its data folder is its own,
// so that a later process finds the keys and databases of the one before.
import type { Failpoint } from '@gatehouse/failpoints';
import { testKafka, testPostgres } from '@gatehouse/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export interface Marked {
  url: string;
  issuer: string;
  secrets: Record<string, string>;
}

export class GatehouseProcess {
  #child: ChildProcess | null = null;
  #exit: Promise<string> = Promise.resolve('not started');
  #output = '';

  private constructor(
    readonly namespace: string,
    readonly folder: string,
  ) {}

  static async make(namespace: string): Promise<GatehouseProcess> {
    return new GatehouseProcess(namespace, await mkdtemp(join(tmpdir(), 'gatehouse-crash-')));
  }

  /** Starts a process; `env` may name a failpoint. Several may follow one another, never two at once. */
  async start(args: string[], env: Record<string, string> = {}): Promise<void> {
    await rm(join(this.folder, '.gatehouse/data/running.json'), { force: true });
    await rm(this.#late, { force: true });
    this.#output = '';
    const node = [
      '--disable-warning=TimeoutNegativeWarning',
      '--import',
      file('start/typescript-loader.mjs'),
      file('start/built.mjs'),
      'start',
    ];
    const child = spawn(process.execPath, [...node, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...this.#environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => (this.#output += String(chunk)));
    child.stderr.on('data', (chunk) => (this.#output += String(chunk)));
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
  }

  /** From now on it is killed where this failpoint stands. */
  async dieAt(failpoint: Failpoint): Promise<void> {
    await writeFile(`${this.#late}.part`, failpoint);
    await rename(`${this.#late}.part`, this.#late);
  }

  /** How it ended: a signal, or an exit code. */
  get ended(): Promise<string> {
    return this.#exit;
  }

  get alive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get output(): string {
    return this.#output;
  }

  /** What a ready process leaves for others; null while it is not ready. */
  async marked(): Promise<Marked | null> {
    const text = await readFile(join(this.folder, '.gatehouse/data/running.json'), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as Marked);
  }

  async stop(): Promise<void> {
    if (this.alive) this.#child?.kill('SIGTERM');
    await this.#exit;
  }

  /** kill -9: nothing of it runs on. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exit;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #late(): string {
    return join(this.folder, 'failpoint');
  }

  #environment(): Record<string, string> {
    const { brokers, principals } = testKafka();
    const passwords = Object.entries(principals).map(([name, password]) => [
      `KAFKA_PASSWORD_${name.replaceAll('-', '_').toUpperCase()}`,
      password,
    ]);
    return {
      PORT: '0',
      GATEHOUSE_FAILPOINT_FILE: this.#late,
      GATEHOUSE_NAMESPACE: this.namespace,
      DATABASE_URL: testPostgres(),
      KAFKA_BROKERS: brokers.join(','),
      ...(Object.fromEntries(passwords) as Record<string, string>),
    };
  }
}
