// npm run manifests: writes what is generated below deploy/.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deployFiles } from './files.ts';

for (const [file, text] of Object.entries(deployFiles())) {
  const path = join('deploy', file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  process.stdout.write(`${path}\n`);
}
