// A program that shares no line with the log, written on golang.org/x/mod by others, reads it by the public formats.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestOversight, type TestOversight } from '@gatehouse/oversight/testing';
import { verifyRecord } from '@gatehouse/oversight/verifier';
import { flipByte, tamperingProxy, type TamperingProxy } from './tampering-proxy.ts';

const PROGRAM = fileURLToPath(new URL('log-verifier/', import.meta.url));
const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo)
  process.stderr.write(
    'NOT RUN: tests/interop/interop.int.spec.ts (the Go verifier), since there is no Go on this machine\n',
  );

(hasGo ? describe : describe.skip)('a verifier in Go', () => {
  let oversight: TestOversight;
  let proxy: TamperingProxy;
  let folder: string;
  let record: { logIndex: number; entry: string; proof: string[] };

  beforeAll(async () => {
    oversight = await openTestOversight();
    await oversight.grow(200);
    await oversight.grow(350);
    proxy = await tamperingProxy(oversight.logUrl);
    folder = mkdtempSync(join(tmpdir(), 'log-verifier-'));
    const { record: proven, checkpoint } = await oversight.record('police-liaison', 300);
    const { index, entry } = verifyRecord({ record: proven, checkpoint, vkey: oversight.vkey });
    record = { logIndex: index, entry, proof: proven.proof };
  });
  beforeEach(() => {
    proxy.tamper = () => undefined;
  });
  afterAll(async () => {
    await proxy.close();
    await oversight.close();
    rmSync(folder, { recursive: true });
  });

  const verify = async (o: { vkey?: string; record?: typeof record } = {}): Promise<{ exit: number; says: string }> => {
    const file = join(folder, 'record.json');
    writeFileSync(file, JSON.stringify(o.record ?? record));
    const env = { ...process.env, GOFLAGS: '-buildvcs=false' };
    const go = spawn('go', ['run', '.', proxy.url, o.vkey ?? oversight.vkey, file], { cwd: PROGRAM, env });
    const [says, faults] = await Promise.all([text(go.stdout), text(go.stderr), once(go, 'close')]);
    return { exit: go.exitCode ?? -1, says: `${says}${faults}` };
  };

  it('accepts checkpoint, tiles of both levels, entries, and the proof of a record', async () => {
    const { exit, says } = await verify();
    expect({ exit, says }).toMatchObject({ exit: 0, says: expect.stringContaining('verified 550 entries') });
    for (const path of [
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/38',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/002.p/38',
    ])
      expect(proxy.asked).toContain(path);
  });

  it.each([
    ['of a full tile', 'tile/0/000', 4_000],
    ['of a partial tile', 'tile/0/002.p/38', 3],
    ['of a tile of tiles', 'tile/1/000.p/2', 40],
    ['of an entry', 'tile/entries/001', 5],
    ['of the root', 'checkpoint', 30],
  ])('refuses a flipped byte %s', async (_, path, at) => {
    proxy.tamper = flipByte(path, at);
    const { exit, says } = await verify();
    expect(proxy.asked).toContain(path);
    expect({ exit, says }).toMatchObject({ exit: 1, says: expect.stringContaining('FAULT') });
  });

  it('refuses another key, another place, another record, and another proof', async () => {
    const other = await openTestOversight();
    await other.close();
    const attempts = [
      { vkey: other.vkey },
      { record: { ...record, logIndex: record.logIndex + 1 } },
      { record: { ...record, entry: Buffer.alloc(32, 1).toString('base64') } },
      { record: { ...record, proof: record.proof.toReversed() } },
    ];
    for (const attempt of attempts)
      expect(await verify(attempt)).toMatchObject({ exit: 1, says: expect.stringContaining('FAULT') });
  });
});
