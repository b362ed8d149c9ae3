// The front door of every command: plain JavaScript for Node 18 and newer, with nothing installed. Installs what is missing, then runs
// the command under Node 24. What it says itself goes to standard error, so a command's own output stays clean.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { reset } from './reset.mjs';
import { runToItsEnd } from './run-child.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// kafkajs asks for timers in the past, which newer Nodes remark upon; Jest's modules and SWC's hooks are called experimental.
const QUIET = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];
const TYPESCRIPT = ['--import', './start/typescript-loader.mjs'];

const COMMANDS = {
  start: [...TYPESCRIPT, 'start/src/main.ts'],
  service: [...TYPESCRIPT, 'start/src/process/main.ts'],
  build: [...TYPESCRIPT, 'start/src/building/main.ts'],
  migrate: [...TYPESCRIPT, 'start/src/migrate/main.ts'],
  provision: [...TYPESCRIPT, 'start/src/provisioning/main.ts'],
  reconcile: [...TYPESCRIPT, 'start/src/reconciling/main.ts'],
  stack: [...TYPESCRIPT, 'start/src/provisioning/stack.ts'],
  sample: [...TYPESCRIPT, 'start/src/process/load-sample.ts'],
  rebuild: [...TYPESCRIPT, 'start/src/rebuild/main.ts'],
  replay: [...TYPESCRIPT, 'start/src/replay/main.ts'],
  backup: [...TYPESCRIPT, 'start/src/backup/backup-main.ts'],
  restore: [...TYPESCRIPT, 'start/src/backup/restore-main.ts'],
  rebase: [...TYPESCRIPT, 'start/src/rebase/main.ts'],
  'lost-keys': [...TYPESCRIPT, 'start/src/lost-keys/main.ts'],
  manifests: [...TYPESCRIPT, 'start/src/manifests/main.ts'],
  test: ['--experimental-vm-modules', '--import', './start/end-with-parent.mjs', 'start/test.mjs'],
  verify: ['start/verify.mjs'],
  generate: [...TYPESCRIPT, 'contracts/generate.ts'],
  openapi: [...TYPESCRIPT, 'start/src/write-openapi.ts'],
  schema: [...TYPESCRIPT, 'start/src/schema/main.ts'],
  cases: [...TYPESCRIPT, 'tests/cases/run.ts'],
  token: [...TYPESCRIPT, 'start/src/token.ts'],
  'verify-log': ['services/oversight/verify/verify-log.mjs'],
  gatehouse: ['services/cli/bin/gatehouse.mjs'],
  bench: [...TYPESCRIPT, 'bench/run.ts'],
  prove: [...TYPESCRIPT, 'prove/run.ts'],
  'prove-contracts': [...TYPESCRIPT, 'prove/contracts/main.ts'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.'],
};

const say = (line) => process.stderr.write(`${line}\n`);

const main = async ([command, ...args]) => {
  if (command === 'reset') return reset(root, say);
  const program = COMMANDS[command];
  if (program === undefined) {
    say(`usage: npm run <command> [-- arguments]\ncommands: ${Object.keys(COMMANDS).join(', ')}, reset`);
    return 2;
  }
  await ensureInstalled(root, say);
  return runToItsEnd([node24(root), ...QUIET, ...program, ...args], root);
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
