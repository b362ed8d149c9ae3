import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** True while process `pid` exists, whoever owns it; a zombie that nobody reaps still counts. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const ps = (column: string, pid: number): string => {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

/** The command line of process `pid`, empty when it is gone or a zombie: tells a predecessor from a stranger that was given its number. */
export const commandLine = (pid: number): string => {
  if (process.platform !== 'linux') return ps('command', pid);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

/** True while process `pid` runs; a zombie, killed but not yet reaped, does not. */
export const isRunning = (pid: number): boolean => isAlive(pid) && commandLine(pid) !== '';

/** The process that `pid` is a child of now, or null: another one than started it when that one is gone. */
export const parentOf = (pid: number): number | null => {
  if (process.platform !== 'linux') return Number(ps('ppid', pid)) || null;
  try {
    // /proc/PID/stat: PID (name, which may hold anything) STATE PARENT ...
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return null;
  }
};

/** True when a process has `folder` as its working folder. Told on Linux only; elsewhere false. */
export const isWorkedIn = (folder: string): boolean => {
  if (process.platform !== 'linux') return false;
  const real = realpathSync(folder);
  return readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && readlinkSync(`/proc/${entry}/cwd`) === real;
    } catch {
      return false;
    }
  });
};

/** Asks `condition` every 50 ms; false when `timeoutMs` passed first. `onWait` is called once, after a second of waiting. */
export const waitUntil = async (
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  onWait?: () => void,
): Promise<boolean> => {
  const started = performance.now();
  let said = false;
  while (!(await condition())) {
    const waited = performance.now() - started;
    if (waited > timeoutMs) return false;
    if (!said && waited > 1000) {
      said = true;
      onWait?.();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
};
