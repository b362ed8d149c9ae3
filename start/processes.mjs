import { readFileSync } from 'node:fs';

/** True while process `pid` runs, whoever owns it; a zombie, killed but not yet reaped, does not. */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return commandLine(pid) !== '';
};

/** The command line of `pid` where the system shows it (Linux), else undefined; empty when it is gone. */
export const commandLine = (pid) => {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

/** The process that `pid` is a child of (Linux), else undefined. */
export const parentOf = (pid) => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  } catch {
    return undefined;
  }
};
