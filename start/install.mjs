// Installs the locked packages when they are missing or another lock file's. Invariants:
// - the stamp is written last: an installation that was killed counts as none;
// - one installation at a time, also when two commands start together in a fresh clone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isAlive } from './processes.mjs';

const TELL_EVERY_MS = 10_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const stampFile = (root) => join(root, 'node_modules/.gatehouse-installed');
const wanted = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const isStamped = (root) => {
  try {
    return readFileSync(stampFile(root), 'utf8') === wanted(root);
  } catch {
    return false;
  }
};

/** npm's own record of what it installed, compared with the lock file: somebody who ran `npm install` by hand need not wait again. */
const isInstalled = (root) => {
  try {
    const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const { packages: there } = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'));
    return Object.entries(locked)
      .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.optional)
      .every(([path, entry]) => there[path]?.version === entry.version && existsSync(join(root, path)));
  } catch {
    return false;
  }
};

/** Returns once the packages of package-lock.json are installed. `say` gets lines for a person. Throws with npm's words when it fails. */
export const ensureInstalled = async (root, say) => {
  if (isStamped(root)) return;
  const release = await hold(join(root, '.gatehouse'), say);
  try {
    if (isStamped(root)) return;
    if (!isInstalled(root)) await install(root, say);
    writeFileSync(stampFile(root), wanted(root));
  } finally {
    release();
  }
};

const hold = async (folder, say) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'installing.pid');
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(existsSync(file) ? readFileSync(file, 'utf8') : '');
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    if (!told) say(`another command is installing the packages (process ${holder}); waiting`);
    told = true;
    await wait(300);
  }
};

const npm = () => {
  const running = process.env.npm_execpath ?? '';
  return basename(running).startsWith('npm') ? [process.execPath, running] : ['npm'];
};

const install = async (root, say) => {
  say('installing the packages (once; half a minute with a fast network, 600 MB on disk)');
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  // No package's install script is needed, so none runs.
  const [program, ...args] = [...npm(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  const clock = setInterval(() => say(`still installing (${seconds()} s)`), TELL_EVERY_MS);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
    if (code !== 0) throw new Error('npm could not install the packages; its words stand above');
  } finally {
    clearInterval(clock);
  }
  say(`installed in ${seconds()} s`);
};
