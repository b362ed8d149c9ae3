// What `npm run build` made, run: node --import ./start/typescript-loader.mjs start/built.mjs NAME for one process of a deployment, or `start` and its
// arguments for all of it. The loader is there for what is not built, and for what it keeps. With --load nothing runs: every file is loaded once, and
// what the engine made of it is kept.
import { readdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const BUILT = join(import.meta.dirname, '../dist');
const load = (file) => import(pathToFileURL(join(BUILT, file)).href);
const [what, ...args] = process.argv.slice(2);

if (what === '--load') {
  for (const file of readdirSync(BUILT).filter((name) => name.endsWith('.js'))) await load(file);
  flushCompileCache();
} else if (what === 'start') await (await load('start.js')).start(args);
else await (await load('service.js')).run(what);
process.exit(0);
