// The author's desk: what is said, and the code a script acts on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { diff, lint } from './agreement.ts';
import { Output } from './output.ts';

const mou = loadInstrumentSource('kz-prisons-police').text;

class Heard extends Output {
  text = '';
  override result(_document: object, text: string): void {
    this.text = text;
  }
}

describe('gatehouse agreement', () => {
  let folder = '';
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agreement-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lint names file, line, column and clause, and ends with 7', async () => {
    const heard = new Heard(false);
    const good = await file('good.yaml', mou);
    const bad = await file('bad.yaml', mou.replace('[INVESTIGATE,', '[INVESTIGAT,'));
    expect(await lint([good], heard)).toBe(0);
    expect(await lint([good, bad], heard)).toBe(7);
    expect(heard.text).toMatch(
      /good.yaml: good\n.*bad.yaml:\d+:\d+ clause 3: unknown purpose INVESTIGAT .*did you mean INVESTIGATE/,
    );
  });

  it('diff ends with 3 when something widens, unless that is allowed', async () => {
    const heard = new Heard(false);
    const old = await file('old.yaml', mou);
    const wider = await file('wider.yaml', mou.replace('destroy: P5Y', 'destroy: P6Y').replace('      - where\n', ''));
    expect(await diff(old, wider, {}, heard)).toBe(3);
    expect(heard.text).toContain(
      'Widens\n  Intelligence alerts to the police liaison officers: destruction after: 6 years',
    );
    expect(heard.text).toContain(
      'Narrows\n  Intelligence alerts to the police liaison officers: no longer shows the field where',
    );
    expect(await diff(old, wider, { allowWidening: true }, heard)).toBe(0);
    expect(await diff(wider, wider, {}, heard)).toBe(0);
    expect(heard.text).toBe('nothing changes');
  });

  it('diff refuses a text that does not compile, and two instruments', async () => {
    const old = await file('old.yaml', mou);
    const broken = await file('broken.yaml', 'id: x\n');
    const other = await file('other.yaml', loadInstrumentSource('kz-police-prisons').text);
    await expect(diff(old, broken, {}, new Heard(false))).rejects.toMatchObject({ reason: 'faultyFile' });
    await expect(diff(old, other, {}, new Heard(false))).rejects.toMatchObject({ reason: 'usage' });
  });
});
