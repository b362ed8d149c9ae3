// Generated files are regenerated in place and must come out as they lie under version control: an edit by hand, a forgotten generation
// and a generated file that was never added are all noticed. So are contracts that changed since they were
// proven.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOOKED_AT = ['contracts', 'docs', 'README.md'];
const GENERATED = ['contracts/generated', 'docs/agreements'];

const filesBelow = (path) =>
  existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];

const digests = () =>
  new Map(
    LOOKED_AT.flatMap((path) =>
      path.endsWith('.md') ? [path] : filesBelow(path).map((entry) => join(entry.parentPath, entry.name)),
    )
      .filter((file) => existsSync(file))
      .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const run = (program, ...args) => spawnSync(program, args, { encoding: 'utf8' });

const typescript = (...program) =>
  spawnSync(process.execPath, ['--import', './start/typescript-loader.mjs', ...program], { stdio: 'inherit' });

const before = digests();
const generation = typescript('contracts/generate.ts');
if (generation.status !== 0) fail('the generation itself failed');
const after = digests();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (file) => before.get(file) !== after.get(file),
);
if (changed.length > 0) fail(`generated anew, these differ:\n  ${changed.join('\n  ')}\nLook at them and commit them.`);

if (run('git', 'rev-parse', '--is-inside-work-tree').status === 0) {
  const difference = run('git', 'diff', '--exit-code', '--stat', '--', ...GENERATED);
  if (difference.status !== 0) fail(`generated files differ from those under version control:\n${difference.stdout}`);
  const untracked = run('git', 'ls-files', '--others', '--exclude-standard', '--', ...GENERATED).stdout.trim();
  if (untracked !== '') fail(`generated files that are not under version control:\n${untracked}`);
}
// Seconds: the proof itself is only made by npm run prove-contracts.
if (typescript('prove/contracts/main.ts', '--check').status !== 0) fail('the contracts are not those that were proven');
console.log(`generated files are unchanged (${after.size} files looked at)`);
