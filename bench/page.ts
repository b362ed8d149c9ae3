// reports/index.html: both reports as one page that needs nothing but a browser. Every text is escaped; nothing is fetched.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measured } from './frame.ts';

const TITLES = { prove: 'What is promised, and whether it held', bench: 'How fast and how large' };

/** Writes the page from whichever of the two reports are in the folder. */
export const writePage = async (folder: string): Promise<void> => {
  const sections = await Promise.all(
    (['prove', 'bench'] as const).map(async (kind) => {
      const text = await readFile(join(folder, `${kind}.json`), 'utf8').catch(() => '[]');
      return section(TITLES[kind], JSON.parse(text) as Measured[]);
    }),
  );
  await writeFile(join(folder, 'index.html'), page(sections.join('\n')));
};

const section = (title: string, rows: Measured[]): string => {
  if (rows.length === 0) return '';
  const machines = [...new Set(rows.map(({ machine }) => machine))].map((text) => `<p>${escaped(text)}</p>`).join('');
  const heads = ['Row', 'Measured', 'Figure', 'Lowest to highest', 'Against', 'Goal', 'Control', 'Seconds'];
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<h2>${title}</h2>${machines}<table><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join('')}</tbody></table>`;
};

const line = (row: Measured): string => {
  const peers = row.peers.map(
    ({ name, version, figure, ratio, wanted }) =>
      `${name} (${version}): ${figure}${ratio === undefined ? '' : `, ratio ${ratio}${wanted ? ` of ${wanted} wanted` : ''}`}`,
  );
  const cells = [
    escaped(row.what) + (row.conditions ? `<br><small>${escaped(row.conditions)}</small>` : ''),
    `${row.figure} ${escaped(row.unit)}`,
    row.spread.join(' to '),
    peers.map(escaped).join('<br>') || '-',
    row.goal === null
      ? '-'
      : `${row.goal} ${escaped(row.unit)}: <b class="${verdictClass(row.met)}">${verdict(row.met)}</b>`,
    escaped(row.control ?? '-'),
    String(row.seconds),
  ];
  return `<tr><th scope="row">${escaped(row.id)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
};

/** What became of a goal, in words. */
export const verdict = (met: boolean | null): string => (met === null ? 'not decided' : met ? 'met' : 'not met');
const verdictClass = (met: boolean | null): string => (met === null ? 'open' : met ? 'met' : 'missed');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Gatehouse: figures</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top }
td:nth-child(3), td:nth-child(4) { font-variant-numeric: tabular-nums; white-space: nowrap }
.met { color: #2a7d3c } .missed { color: #c0392b } .open { color: #8a6d00 }
</style></head><body><h1>Gatehouse: figures</h1>
<p>Ratios of one run are what can be compared; a figure by itself is of its machine.</p>
${body}</body></html>
`;
