// Whether a built program is still that of the sources: a journey on an old one would say nothing about the new ones.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './bundling.ts';
import { isMadeOfThese, writeMadeOf } from './made-of.ts';

let folder: string;
let source: string;
beforeEach(async () => {
  // Beside the sources: what is elsewhere is not ours to watch.
  await mkdir(join(ROOT, '.gatehouse'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.gatehouse/made-of-'));
  source = join(folder, 'source.ts');
  await writeFile(source, 'export {};\n');
  await writeMadeOf(folder, [source, join(ROOT, 'node_modules/a-package/index.js')]);
});
afterEach(() => rm(folder, { recursive: true }));

it('holds while every source is as it was, whatever packages hold', async () => {
  expect(await isMadeOfThese(folder)).toBe(true);
});

it.each([
  ['was written again in the same length', () => utimes(source, new Date(), new Date(Date.now() + 5_000))],
  ['is longer', () => writeFile(source, 'export const more = 1;\n')],
  ['is gone', () => rm(source)],
])('does not when a source %s', async (_, change) => {
  await change();
  expect(await isMadeOfThese(folder)).toBe(false);
});

it('does not where nothing was built, or what says so cannot be read', async () => {
  expect(await isMadeOfThese(join(folder, 'elsewhere'))).toBe(false);
  await writeFile(join(folder, 'made-of.json'), '{"node":');
  expect(await isMadeOfThese(folder)).toBe(false);
});
