import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts a server from a program of its own and kills that program with -9. Gives the server's process id. */
export const startedByOneThatWasKilled = async (kind: 'postgres' | 'kafka', dataDir: string): Promise<number> => {
  const holder = fileURLToPath(new URL('./holder.fixture.ts', import.meta.url));
  const program = spawn(process.execPath, ['--import', './start/typescript-loader.mjs', holder, kind, dataDir], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: program.stdout }), 'line')) as [string];
  program.kill('SIGKILL');
  await once(program, 'exit');
  return (JSON.parse(line) as { pid: number }).pid;
};
