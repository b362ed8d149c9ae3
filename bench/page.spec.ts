import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Measured } from './frame.ts';
import { writePage } from './page.ts';

const row: Measured = {
  id: 'P0',
  what: 'a <b>bold</b> claim & "more"',
  figure: 12,
  unit: 'ms',
  goal: 10,
  met: false,
  peers: [{ name: 'bare', version: '1.0', figure: 6, ratio: 2 }],
  control: null,
  machine: 'a machine',
  seconds: 3,
  spread: [11, 13],
  conditions: 'slower than asked',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
});
afterEach(() => rm(folder, { recursive: true }));

const page = async (): Promise<string> => {
  await writePage(folder);
  return readFile(join(folder, 'index.html'), 'utf8');
};

describe('the page of the reports', () => {
  it('shows what was missed, against whom, and under which conditions', async () => {
    await writeFile(join(folder, 'bench.json'), JSON.stringify([row]));
    const html = await page();
    for (const text of [
      'P0',
      '12 ms',
      '11 to 13',
      'bare (1.0): 6, ratio 2',
      'not met',
      'slower than asked',
      'a machine',
    ])
      expect(html).toContain(text);
  });

  it('takes no text for markup', async () => {
    await writeFile(join(folder, 'prove.json'), JSON.stringify([row]));
    expect(await page()).toContain('a &lt;b&gt;bold&lt;/b&gt; claim &amp; &quot;more&quot;');
  });

  it('does without a report that was not made', async () => expect(await page()).not.toContain('<table>'));
});
