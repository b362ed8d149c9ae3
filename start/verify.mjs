// npm run verify: format, lint, types, boundaries and generated files, as Nx targets of the root project (project.json), so that what did
// not change since it was last found good is not looked at again. Arguments name some of the checks only.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname } from 'node:path';

const CHECKS = ['format', 'lint', 'types', 'boundaries', 'generated'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !CHECKS.includes(name) && !name.startsWith('-'));
if (unknown.length > 0) {
  console.error(`no such check: ${unknown.join(', ')}; there are ${CHECKS.join(', ')}`);
  process.exit(2);
}
const checks = asked.filter((name) => CHECKS.includes(name));
const flags = asked.filter((name) => name.startsWith('-'));
const nx = createRequire(import.meta.url).resolve('nx/package.json');
const { bin } = createRequire(import.meta.url)('nx/package.json');
const targets = (checks.length > 0 ? checks : CHECKS).map((name) => `check-${name}`).join(',');

const args = [
  `${dirname(nx)}/${bin.nx}`,
  'run-many',
  '--targets',
  targets,
  '--projects',
  'gatehouse',
  '--nxBail=false',
  ...flags,
];
const { status } = spawnSync(process.execPath, args, {
  stdio: 'inherit',
  // The checks run under this Node, whatever the system's is; no background process stays behind.
  env: {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
  },
});
process.exit(status ?? 1);
