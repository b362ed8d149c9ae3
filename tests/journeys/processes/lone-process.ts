// One process of a deployment as an agency runs it: started with its own folder and an otherwise empty environment, in an
// empty working folder. It ends with the test run, however that ends.
import { eventually } from '@gatehouse/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export interface LoneOptions {
  name: string;
  /** its own settings and keys: all it is given */
  folder: string;
  workingFolder: string;
  port: number;
}

export class LoneProcess {
  readonly origin: string;
  /** its own settings and keys */
  readonly folder: string;
  #child: ChildProcess | null = null;
  #exit: Promise<string> = Promise.resolve('not started');
  #output = '';

  constructor(private readonly options: LoneOptions) {
    this.folder = options.folder;
    this.origin = `http://127.0.0.1:${options.port}`;
  }

  /** @param settings that go before those of its folder */
  start(settings: Record<string, string> = {}): void {
    const { name, folder, workingFolder, port } = this.options;
    const env = { DEPLOYMENT_FOLDER: folder, PORT: String(port), ...settings };
    this.#run(['start/built.mjs', name], workingFolder, env);
  }

  /** Waits until it answers at all: without its broker it is not ready, and works. */
  async answers(): Promise<void> {
    await eventually(async () => expectStatus(await fetch(`${this.origin}/health/live`), 200), {
      timeoutMs: 240_000,
    });
  }

  /** Another program with this process's settings, to its end. Gives its exit code. */
  runBeside(...program: string[]): Promise<string> {
    return this.runGiven(this.options.folder, ...program);
  }

  /** Another program with the settings of another folder, such as those of the database's owner, beside this process's keys, to its end. Gives its exit code. */
  runGiven(folder: string, ...program: string[]): Promise<string> {
    const beside = new LoneProcess(this.options);
    const keys = { STATE_FOLDER: this.folder, ITEM_KEYS_FILE: join(this.folder, 'item-keys.key') };
    beside.#run(program, this.options.workingFolder, { DEPLOYMENT_FOLDER: folder, ...keys });
    return beside.#exit.then((exit) => (exit === '0' ? exit : `${exit}\n${beside.#output}`));
  }

  /** Waits until every part of it is ready. */
  async ready(): Promise<void> {
    await eventually(
      async () => {
        if (!this.alive) throw new Error(`${this.options.name} ended:\n${this.#output}`);
        const answer = await fetch(`${this.origin}/health/ready`);
        if (answer.status !== 200)
          throw new Error(`${this.options.name} is not ready: ${await answer.text()}\n${this.#output.slice(-3000)}`);
      },
      { timeoutMs: 240_000 },
    );
  }

  get alive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How it ended: a signal, or an exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
    if (this.alive) this.#child?.kill(signal);
    return this.#exit;
  }

  #run([program = '', ...args]: string[], cwd: string, env: Record<string, string>): void {
    this.#output = '';
    const node = ['start/end-with-parent.mjs', 'start/typescript-loader.mjs'].flatMap((path) => [
      '--import',
      file(path),
    ]);
    const child = spawn(
      process.execPath,
      ['--disable-warning=TimeoutNegativeWarning', ...node, file(program), ...args],
      {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    child.stdout?.on('data', (chunk) => (this.#output += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.#output += String(chunk)));
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
  }
}

const expectStatus = ({ status }: Response, wanted: number): void => {
  if (status !== wanted) throw new Error(`it answers ${status}`);
};
