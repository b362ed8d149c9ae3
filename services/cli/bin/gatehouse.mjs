#!/usr/bin/env node
// The sources run as they are: Node 24 takes the types out itself. What the engine made of them is kept with the installation, so that a
// command answers in half the time; where nothing can be written, nothing is kept.
import { join } from 'node:path';
import * as modules from 'node:module';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`gatehouse needs Node 24 or newer; this is ${process.version}\n`);
  process.exit(2);
}
modules.enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse/compiled'));
const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2));
