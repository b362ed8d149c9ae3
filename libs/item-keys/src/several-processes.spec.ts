// Processes of one service on one store, and processes that are killed with -9 at its boundaries.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Failpoint } from '@gatehouse/failpoints';
import { openKeyStore } from './open-key-store.ts';

const LOADER = new URL('../../../start/typescript-loader.mjs', import.meta.url).href;
const CRASH = fileURLToPath(new URL('key-store.crash.ts', import.meta.url));
const agencyKey = randomBytes(32).toString('base64url');
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-item-keys-'));
  file = join(folder, 'item-keys.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const ran = async (what: 'make' | 'destroy', itemIds: string[], failpoint: Failpoint | '' = '') => {
  const child = spawn(process.execPath, ['--import', LOADER, CRASH, file, agencyKey, what, ...itemIds], {
    env: { ...process.env, GATEHOUSE_FAILPOINT: failpoint },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code, signal]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { ended: signal ?? code, sealed: said.split('\n').flatMap((line) => (line ? [line.split(' ')] : [])) };
};

it('two processes that make the store and the same items’ keys at the same time have one store and one key for each', async () => {
  const ids = Array.from({ length: 40 }, (_, n) => `item-${n}`);
  const both = await Promise.all([ran('make', ids), ran('make', ids.toReversed())]);
  expect(both.map(({ ended }) => ended)).toEqual([0, 0]);
  const store = await openKeyStore({ file, agencyKey }, null);
  for (const [itemId, sealed] of both.flatMap((one) => one.sealed)) {
    const key = store.keysOf([itemId!]).get(itemId!);
    if (key === undefined || key === 'destroyed') throw new Error(`no key of ${itemId}`);
    expect(key.openText('word', sealed!)).toBe('said');
  }
  expect(both.flatMap((one) => one.sealed)).toHaveLength(80);
  store.close();
});

describe('killed with -9', () => {
  it.each<[Failpoint, boolean]>([
    ['item-keys.make.before-commit', false],
    ['item-keys.make.after-commit', true],
  ])('at %s, the keys of the group are there: %p', async (failpoint, made) => {
    expect((await ran('make', ['before'])).ended).toBe(0);
    expect((await ran('make', ['a', 'b'], failpoint)).ended).toBe('SIGKILL');
    const store = await openKeyStore({ file, agencyKey }, null);
    expect([...store.keysOf(['before', 'a', 'b']).keys()].toSorted()).toEqual(made ? ['a', 'b', 'before'] : ['before']);
    expect((await store.make(['a'])).has('a')).toBe(true);
    store.close();
  });

  it.each<[Failpoint, boolean]>([
    ['item-keys.destroy.before-commit', false],
    ['item-keys.destroy.after-commit', true],
  ])(
    'at %s, the key is destroyed: %p, and what is destroyed is overwritten by the next start',
    async (failpoint, gone) => {
      await ran('make', ['a', 'b']);
      const bytes = (): string => readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
      const keeper = await openKeyStore({ file, agencyKey }, null);
      const before = bytes();
      const at = before.lastIndexOf('agh1.') + 1;
      const wrapped = before.slice(at, at + 80);
      keeper.close();
      expect((await ran('destroy', ['a'], failpoint)).ended).toBe('SIGKILL');
      const store = await openKeyStore({ file, agencyKey }, null);
      expect(store.keysOf(['a']).get('a') === 'destroyed').toBe(gone);
      expect(bytes().includes(wrapped)).toBe(!gone);
      expect(store.keysOf(['b']).get('b')).not.toBe('destroyed');
      store.close();
    },
  );
});
