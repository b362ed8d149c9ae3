// The real command in a process of its own, with a home of its own: what a person at a shell has.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../../services/cli/bin/gatehouse.mjs', import.meta.url));

export interface Ran {
  code: number | null;
  out: string;
  err: string;
  /** standard output as JSON */
  json: Record<string, unknown>;
}

export class Shell {
  readonly folder: string;
  readonly env: Record<string, string>;

  private constructor(folder: string) {
    this.folder = folder;
    this.env = { GATEHOUSE_HOME: join(folder, 'home') };
  }

  static async make(): Promise<Shell> {
    return new Shell(await mkdtemp(join(tmpdir(), 'gatehouse-cli-')));
  }

  async gatehouse(...args: string[]): Promise<Ran> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [BINARY, ...args], { cwd: this.folder, env: { PATH, ...this.env } });
    child.stdin.end();
    const ended = once(child, 'exit');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await ended) as [number | null];
    return {
      code,
      out,
      err,
      json: args.includes('--json') ? (JSON.parse(out || '{}') as Record<string, unknown>) : {},
    };
  }

  /** Writes a file of the caller's. Gives its path. */
  async file(name: string, content: string, mode = 0o600): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content, { mode });
    return path;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
