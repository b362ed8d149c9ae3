// Runs the command itself. Promise: it ends when we do, however we end, and has time to stop in order.
// - The child has a session of its own, so Ctrl-C in a terminal reaches only us and npm; npm passes it on to us a second time. The child
//   hears it once; a second Ctrl-C, a second later or more, is passed on too.
// - Killed outright (kill -9), we cannot pass anything on: the kernel sends the child SIGTERM (setpriv, where the system has it).
// - Killed outright, npm leaves us behind: we notice the change of our parent.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { commandLine, isAlive, parentOf } from './processes.mjs';

const SAME_KEYSTROKE_MS = 1000;
const LOOK_EVERY_MS = 500;

/** Runs `command` in `cwd` and gives its exit code, 128 + n when it died of signal n. */
export const runToItsEnd = async (command, cwd) => {
  const bound =
    spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).error === undefined
      ? ['setpriv', '--pdeathsig', 'TERM']
      : [];
  const [program, ...args] = [...bound, ...command];
  const child = spawn(program, args, { cwd, stdio: 'inherit', detached: true });
  passOnSignals(child);
  const watch = watchParents(() => child.kill('SIGTERM'));
  try {
    const [code, signal] = await new Promise((resolve, reject) =>
      child.once('error', reject).once('exit', (...ended) => resolve(ended)),
    );
    return code ?? 128 + constants.signals[signal];
  } finally {
    clearInterval(watch);
  }
};

const passOnSignals = (child) => {
  let last = -Infinity;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (performance.now() - last < SAME_KEYSTROKE_MS) return;
      last = performance.now();
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }
  if (process.platform !== 'linux') process.on('exit', () => child.kill('SIGTERM'));
};

/** npm, and the shell between npm and us where there is one. */
const npmsProcesses = () => {
  const parent = process.ppid;
  const isShell = /^(\S*\/)?(ba|da|a)?sh\b/.test(commandLine(parent) ?? '');
  const above = isShell ? parentOf(parent) : undefined;
  return above === undefined ? [parent] : [parent, above];
};

const watchParents = (onGone) => {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const watched = npmsProcesses();
  const watch = setInterval(() => {
    if (process.ppid === watched[0] && watched.every(isAlive)) return;
    clearInterval(watch);
    onGone();
  }, LOOK_EVERY_MS);
  return watch;
};
