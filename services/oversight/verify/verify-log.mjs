// npm run verify-log -- [--url URL] [--vkey FILE or text] [--state FILE] [--record FILE.json]
// Verifies the log as anybody can: with its pinned key, the public formats, and what this machine saw last time.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LogFault, verifyLog, verifyRecord } from './verifier.mjs';

const HOME = resolve(import.meta.dirname, '../../..');
const USAGE = 'npm run verify-log -- [--url URL] [--vkey FILE or text] [--state FILE] [--record FILE.json]';

const say = (what, text) => console.log(`  ${what.padEnd(11)} ${text}`);
const stop = (code, text) => {
  console.error(text);
  process.exit(code);
};

const options = () => {
  try {
    return parseArgs({
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:8080/oversight/v1/log' },
        vkey: { type: 'string', default: resolve(HOME, '.gatehouse/data/log.vkey') },
        state: { type: 'string', default: resolve(HOME, '.gatehouse/data/verify-log.json') },
        record: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (fault) {
    return stop(2, `${fault.message}\n${USAGE}`);
  }
};

const pinnedKey = (given) => {
  if (existsSync(given)) return readFileSync(given, 'utf8').trim();
  if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(given)) return given;
  return stop(2, `There is no key at ${given}. Give the log's pinned key: --vkey FILE or text.`);
};

const readState = (file) => {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  } catch {
    // A state that cannot be read must not pass for a first look.
    return stop(
      2,
      `${file} cannot be read. It holds what was seen of the log before; move it away only if you know why.`,
    );
  }
};

const writeState = (file, state) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
};

const checkRecords = (file, vkey, log) => {
  const answer = JSON.parse(readFileSync(file, 'utf8'));
  for (const record of answer.records ?? [answer.record]) {
    const name = `${record.source}/${record.number}`;
    if (record.logIndex === null) say('record', `${name} waits for its place in the log`);
    else
      say(
        'record',
        `${name} stands at ${verifyRecord({ record, checkpoint: answer.checkpoint, vkey, log }).index}, as its proof says`,
      );
  }
};

const { url, vkey: key, state: stateFile, record, help } = options();
if (help) stop(0, USAGE);
const vkey = pinnedKey(key);
const state = readState(stateFile);
const seen = state[vkey] ?? null;
console.log(`\nThe log at ${url}\n`);
try {
  const log = await verifyLog({ url, vkey, seen });
  say('key', vkey);
  say('checkpoint', `${log.size} entries, root ${log.root}, signed by the key`);
  say('entries', `${log.entries.length} in ${log.bundles} bundles, each hashed`);
  say('tiles', `${log.tiles}, each hash computed again`);
  say(
    'history',
    seen ? `extends the ${seen.size} entries seen before` : 'seen for the first time; remembered from now on',
  );
  if (record) checkRecords(record, vkey, log);
  writeState(stateFile, { ...state, [vkey]: { size: log.size, root: log.root } });
  console.log('\nVerified.\n');
} catch (fault) {
  if (!(fault instanceof LogFault)) throw fault;
  stop(1, `FAULT in ${fault.place}\n  ${fault.what}\n\nThe log was not verified.`);
}
