// npm run verify-log, as a person runs it.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestOversight, type TestOversight } from '@gatehouse/oversight/testing';
import { flipByte, tamperingProxy, type TamperingProxy } from './tampering-proxy.ts';

const PROGRAM = fileURLToPath(new URL('../../services/oversight/verify/verify-log.mjs', import.meta.url));

describe('npm run verify-log', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const logSigningKey = privateKey.export({ format: 'jwk' });
  let oversight: TestOversight;
  let rewritten: TestOversight;
  let proxy: TamperingProxy;
  let folder: string;
  let earlier: string;

  beforeAll(async () => {
    [oversight, rewritten] = await Promise.all([
      openTestOversight({ logSigningKey }),
      openTestOversight({ logSigningKey }),
    ]);
    await oversight.grow(290);
    earlier = await (await fetch(`${oversight.logUrl}/checkpoint`)).text();
    await oversight.grow(260);
    await rewritten.grow(560);
  });
  beforeEach(async () => {
    proxy = await tamperingProxy(oversight.logUrl);
    folder = mkdtempSync(join(tmpdir(), 'verify-log-'));
    writeFileSync(join(folder, 'log.vkey'), `${oversight.vkey}\n`);
  });
  afterEach(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await Promise.all([oversight.close(), rewritten.close()]);
  });

  const verifyLog = async (...more: string[]): Promise<{ exit: number; says: string }> => {
    const options = [
      '--url',
      proxy.url,
      '--vkey',
      join(folder, 'log.vkey'),
      '--state',
      join(folder, 'state.json'),
      ...more,
    ];
    const program = spawn(process.execPath, [PROGRAM, ...options]);
    const [says, faults] = await Promise.all([text(program.stdout), text(program.stderr), once(program, 'close')]);
    return { exit: program.exitCode ?? -1, says: `${says}${faults}` };
  };
  const green = (says: string) => ({ exit: 0, says: expect.stringMatching(says) });
  const red = (says: string) => ({ exit: 1, says: expect.stringMatching(`^\\s*The log at[^]*FAULT in ${says}`) });

  it('accepts the log, remembers it, and accepts what extends it', async () => {
    proxy.tamper = (path) => (path === 'checkpoint' ? Buffer.from(earlier) : undefined);
    expect(await verifyLog()).toEqual(green('290 entries[^]*first time[^]*Verified'));
    proxy.tamper = () => undefined;
    expect(await verifyLog()).toEqual(green('550 entries[^]*extends the 290 entries[^]*Verified'));
    expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toMatchObject({
      [oversight.vkey]: { size: 550 },
    });
  });

  it.each([
    ['a flipped byte of a tile', 'tile/0/000', 4_000, 'tile/0/000\\n.*hash 125 '],
    ['a flipped byte of a partial tile', 'tile/0/002.p/38', 3, 'tile/0/002.p/38\\n.*hash 0 '],
    ['a flipped byte of a tile of tiles', 'tile/1/000.p/2', 40, 'tile/1/000.p/2\\n.*hash 1 '],
    ['a flipped byte of an entry', 'tile/entries/001', 34 * 3 + 5, 'tile/entries/001\\n.*entry 259 '],
    ['a flipped length of an entry', 'tile/entries/001', 1, 'tile/entries/001\\n.*entry 256 has 33 bytes'],
    ['a flipped byte of the checkpoint', 'checkpoint', 30, 'checkpoint\\n'],
  ])('names the place of %s', async (_, path, at, place) => {
    proxy.tamper = flipByte(path, at);
    expect(await verifyLog()).toEqual(red(place));
  });

  it('refuses a log that was cut off since it was seen, though it is signed', async () => {
    expect(await verifyLog()).toEqual(green('550 entries'));
    proxy.tamper = (path) => (path === 'checkpoint' ? Buffer.from(earlier) : undefined);
    expect(await verifyLog()).toEqual(red('history\\n.*290 entries and had 550 before'));
    proxy.tamper = () => undefined;
    expect(await verifyLog()).toEqual(green('extends the 550 entries'));
  });

  it('refuses a history rewritten as a whole and signed with the right key', async () => {
    expect(await verifyLog()).toEqual(green('550 entries'));
    await proxy.close();
    proxy = await tamperingProxy(rewritten.logUrl);
    expect(await verifyLog()).toEqual(red('history\\n.*rewritten'));
  });

  it('refuses a log that another key signed', async () => {
    const stranger = await openTestOversight();
    await stranger.close();
    expect(await verifyLog('--vkey', stranger.vkey)).toEqual(red('checkpoint\\n.*no signature of the pinned key'));
  });

  it('refuses a log that withholds a tile or an entry', async () => {
    proxy.tamper = (path, bytes) => (path === 'tile/entries/000' ? bytes.subarray(0, 34 * 255) : undefined);
    expect(await verifyLog()).toEqual(red('tile/entries/000\\n.*255 entries instead of 256'));
    proxy.tamper = (path, bytes) => (path === 'tile/1/000.p/2' ? bytes.subarray(0, 32) : undefined);
    expect(await verifyLog()).toEqual(red('tile/1/000.p/2\\n.*32 bytes instead of 64'));
  });

  it('checks a record as the commissioner was given it, and names one that was altered', async () => {
    const answer = await oversight.record('police-liaison', 300);
    const file = join(folder, 'record.json');
    writeFileSync(file, JSON.stringify(answer));
    expect(await verifyLog('--record', file)).toEqual(green('police-liaison/300 stands at 299'));
    const { record } = answer;
    const altered = [
      { ...record, record: { ...record.record, action: 'another' } },
      { ...record, salt: Buffer.alloc(32, 1).toString('base64') },
      { ...record, logIndex: 298 },
      { ...record, proof: record.proof.slice(1) },
      { ...record, source: 'oversight' },
    ];
    for (const one of altered) {
      writeFileSync(file, JSON.stringify({ ...answer, record: one }));
      expect(await verifyLog('--record', file)).toMatchObject({
        exit: 1,
        says: expect.stringContaining(`FAULT in record ${one.source}/300`),
      });
    }
  });

  it('says what it needs when there is no key, or the state cannot be read', async () => {
    expect(await verifyLog('--vkey', join(folder, 'missing'))).toMatchObject({
      exit: 2,
      says: expect.stringContaining('pinned key'),
    });
    writeFileSync(join(folder, 'state.json'), '{');
    expect(await verifyLog()).toMatchObject({ exit: 2, says: expect.stringContaining('cannot be read') });
    expect(await verifyLog('--what')).toMatchObject({ exit: 2, says: expect.stringContaining('npm run verify-log') });
  });
});
