// A server that dies with this process. Promise: when this process ends, however it ends (also by kill -9), the kernel sends the
// server its death signal; nothing is left behind.
// Invariants:
// - the death signal (prctl PR_SET_PDEATHSIG) is tied to the thread that started the server: call this on the main thread;
// - it is cleared by unshare(1) and by a change of user, so setpriv(1) comes last before the server itself;
// - the server has a session of its own: Ctrl-C reaches only us, and we stop the servers in our order.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Progress } from './progress.ts';

export interface Supervised {
  pid: number;
  /** Resolves once, with how it ended in words, when the process is gone. */
  exited: Promise<string>;
  hasExited(): boolean;
  /** Sends `signal`, waits `graceMs`, then SIGKILL. Safe to call twice. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

export interface SupervisedCommand {
  /** The server's own command line. */
  command: string[];
  /** What goes before it, e.g. unshare with its options. */
  prefix?: string[];
  deathSignal: 'INT' | 'TERM' | 'KILL';
  env: Record<string, string>;
  /** Receives what the server prints; the previous file is kept as `.1` once it is over 5 MB. */
  logFile: string;
  onProgress: Progress;
}

const ROTATE_AT_BYTES = 5 * 1024 * 1024;

/** True when this machine has `program` on its PATH. */
export const hasProgram = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

const openLog = (file: string): number => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
};

/** The last lines of a log, for an error message. */
export const tail = (file: string, lines = 12): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
};

/** Starts `command` so that it cannot outlive this process. Throws when the program cannot be started at all. */
export const startSupervised = async (o: SupervisedCommand): Promise<Supervised> => {
  const bound = hasProgram('setpriv') ? ['setpriv', '--pdeathsig', o.deathSignal] : [];
  if (bound.length === 0)
    o.onProgress('setpriv is not on this machine: a server started here would outlive a kill -9 of this program');
  const [program, ...args] = [...(o.prefix ?? []), ...bound, ...o.command];
  const log = openLog(o.logFile);
  const child = spawn(program!, args, { detached: true, stdio: ['ignore', log, log], env: o.env });
  closeSync(log);

  let ended: string | null = null;
  const exited = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve((ended = signal === null ? `exit code ${code}` : `signal ${signal}`))),
  );
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid!;
  if (bound.length === 0) process.once('exit', () => ended ?? child.kill(`SIG${o.deathSignal}`));

  const stop = async (signal: NodeJS.Signals, graceMs: number): Promise<void> => {
    if (ended !== null) return;
    child.kill(signal);
    const bell = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(bell);
  };
  return { pid, exited, hasExited: () => ended !== null, stop };
};
