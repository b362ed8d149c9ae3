#!/usr/bin/env node
// The sources run as they are: Node 24 takes the types out itself.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`gatehouse needs Node 24 or newer; this is ${process.version}\n`);
  process.exit(2);
}
const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2));
