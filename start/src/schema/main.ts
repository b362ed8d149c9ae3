// npm run schema: writes contracts/generated/schema anew, after a migration that is meant to change it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInfrastructure } from '../infrastructure.ts';
import { readOptions } from '../options.ts';
import { SCHEMA_FOLDER, schemaFiles } from './schema-files.ts';

const root = process.cwd();
const { adminUrl, stop } = await openInfrastructure(
  root,
  readOptions(['--bus=postgres'], process.env),
  () => undefined,
);
try {
  const folder = join(root, 'contracts/generated', SCHEMA_FOLDER);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(await schemaFiles(adminUrl, 'schema'))) {
    await writeFile(join(folder, file), text);
    process.stdout.write(`contracts/generated/${SCHEMA_FOLDER}/${file}\n`);
  }
} finally {
  await stop();
}
process.exit(0);
