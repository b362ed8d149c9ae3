// Runs the TypeScript sources as they are: SWC keeps the decorator metadata that Nest needs, which Node's own
// type stripping drops. Use: node --import ./start/typescript-loader.mjs some-file.ts
// What was translated once is kept, and so is what the engine made of it: a later process takes both. A kept file's name is
// the hash of everything it follows from, so nothing goes stale; where nothing can be written, nothing is kept.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { swcOptions } from './swc-options.mjs';

const require = createRequire(import.meta.url);
const KEPT = join(import.meta.dirname, '../node_modules/.cache/gatehouse');
const MADE_BY = `${require('@swc/core/package.json').version} ${JSON.stringify(swcOptions)}`;

enableCompileCache(join(KEPT, 'compiled'));

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Whole or not at all: several processes may be about it. */
const keep = (file, text) => {
  try {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A read-only installation translates anew each time.
  }
};

const translated = (filename) => {
  const source = readFileSync(filename, 'utf8');
  const hash = createHash('sha256').update(`${MADE_BY}\0${filename}\0${source}`).digest('hex');
  const file = join(KEPT, `${hash}.js`);
  const kept = read(file);
  if (kept !== undefined) return kept;
  const { code } = require('@swc/core').transformSync(source, { ...swcOptions, filename });
  keep(file, code);
  return code;
};

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    return { format: 'module', source: translated(fileURLToPath(url)), shortCircuit: true };
  },
});
