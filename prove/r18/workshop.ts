// A copy of what the libraries and their specs are made of, for mutants to be planted in: nobody's working tree is touched, and a run that
// was killed leaves nothing behind but a folder of the cache.
import { cp, mkdir, mkdtemp, readlink, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
// Below the packages, so that the copy finds them, and where nothing else looks.
const CACHE = join(ROOT, 'node_modules/.cache');
const COPIED = [
  'contracts',
  'libs',
  'prove/closures',
  'prove/faults/seeded.ts',
  'prove/r18',
  'start',
  'tests/cases',
  'package.json',
];

const linkPackages = async (folder: string): Promise<void> => {
  const scope = 'node_modules/@gatehouse';
  await mkdir(join(folder, scope), { recursive: true });
  for (const name of await readdir(join(ROOT, scope)))
    await symlink(await readlink(join(ROOT, scope, name)), join(folder, scope, name));
};

/** Works in such a copy, which is gone afterwards. */
export const inWorkshop = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'mutants-'));
  try {
    for (const path of COPIED) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await cp(join(ROOT, path), join(folder, path), { recursive: true });
    }
    await linkPackages(folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
