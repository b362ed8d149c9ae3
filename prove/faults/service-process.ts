// One process of a deployment under faults: its own folder and an otherwise empty environment, killed, stopped and started
// again. It ends with the run, however that ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const NODE = [
  '--disable-warning=TimeoutNegativeWarning',
  ...['start/end-with-parent.mjs', 'start/typescript-loader.mjs'].flatMap((path) => ['--import', file(path)]),
  file('start/built.mjs'),
];
const LOOK_EVERY_MS = 100;
const KEPT_CHARACTERS = 4_000;

export class ServiceProcess {
  readonly origin: string;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #output = '';

  constructor(
    private readonly name: string,
    /** what it is given: its own settings and keys */
    private readonly folder: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** A second process of the same service, on another port. */
  twin(port: number): ServiceProcess {
    return new ServiceProcess(this.name, this.folder, port, this.env);
  }

  start(more: Record<string, string> = {}): void {
    this.#output = '';
    const env = { DEPLOYMENT_FOLDER: this.folder, PORT: String(this.port), ...this.env, ...more };
    const child = spawn(process.execPath, [...NODE, this.name], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const hear = (chunk: unknown): void => void (this.#output = (this.#output + String(chunk)).slice(-KEPT_CHARACTERS));
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** @throws Error when it was never started */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error(`${this.name} was not started`);
    return this.#child.pid;
  }

  /** Sends a signal that ends it, and waits for the end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#child?.kill(signal);
    await this.#ended;
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.origin}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    return answer?.status === 200;
  }

  /** @throws Error with the end of what it said, when it ended or took too long */
  async untilReady(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (!(await this.isReady())) {
      const gone = this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (gone || performance.now() > end)
        throw new Error(`${this.name} ${gone ? 'ended' : 'was not ready in time'}:\n${this.#output}`);
      await pause(LOOK_EVERY_MS);
    }
  }
}
