// npm run openapi: writes the OpenAPI document of every service, as a running Gatehouse serves it, beside what else is
// generated from the contracts. A test holds the file against the running services.
import { stackFolder } from '@gatehouse/local-stack';
import { processLogger } from '@gatehouse/service-kit';
import { systemClock } from '@gatehouse/service-kit/clock';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startGatehouse } from './gatehouse.ts';
import { openInfrastructure } from './infrastructure.ts';
import { allInstruments } from './instruments.ts';
import { readOptions } from './options.ts';

const root = process.cwd();
const infrastructure = await openInfrastructure(root, readOptions(['--bus=postgres'], process.env), () => undefined);
try {
  const gatehouse = await startGatehouse({
    namespace: 'openapi',
    adminUrl: infrastructure.adminUrl,
    bus: infrastructure.bus,
    keysFolder: join(stackFolder(root).data, 'keys-openapi'),
    port: 0,
    clock: systemClock,
    logger: processLogger({ level: 'silent' }),
    instruments: allInstruments(),
  });
  const answer = await fetch(`${gatehouse.url}/openapi.json`);
  const document = (await answer.json()) as object;
  await gatehouse.stop();
  if (answer.status !== 200)
    throw new Error(`the document is not served: ${answer.status} ${JSON.stringify(document)}`);
  await writeFile('contracts/generated/openapi.json', `${JSON.stringify(document, null, 2)}\n`);
} finally {
  await infrastructure.stop();
}
process.exit(0);
