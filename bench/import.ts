// How many lines of a CSV file are checked, and become reports, a second: in a whole start with its broker, everything else
// going on as it does (records are numbered, sealed, shipped and put into the log meanwhile).
import { ImportClient } from '../tests/journeys/intake/import-client.ts';
import { inventedReports } from '../tests/journeys/intake/invented-reports.ts';
import type { Row } from './frame.ts';
import { startGatehouseProcess, startServers } from './stack.ts';
import { median, rounded, spreadOf } from './statistics.ts';

/** Rounds in one start, each a file of its own with one faulty line in two hundred. */
export const benchImport = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  try {
    const gatehouse = await startGatehouseProcess(servers);
    try {
      const client = new ImportClient(gatehouse);
      const [rounds, lines] = quick ? [1, 5_000] : [3, 30_000];
      const measured = [];
      for (let round = 1; round <= rounds; round += 1) measured.push(await oneRound(client, lines, round));
      return [
        row(
          'import.check',
          'lines of a CSV file checked by the dry run',
          measured.map(({ checked }) => checked),
        ),
        row(
          'import.lines',
          'lines that become reports, each with its audit record',
          measured.map(({ imported }) => imported),
        ),
      ];
    } finally {
      await gatehouse.stop();
    }
  } finally {
    await servers.stop();
  }
};

const oneRound = async (client: ImportClient, lines: number, round: number) => {
  const { text } = inventedReports(lines, lines / 200, round);
  const sent = performance.now();
  const { importId, check } = await client.checked(text);
  const started = performance.now();
  await client.post(`/${importId}/start`, { leaveOut: check.faultyLines });
  await client.until(importId, 'finished');
  return {
    checked: perSecond(lines, started - sent),
    imported: perSecond(check.goodLines, performance.now() - started),
  };
};

const perSecond = (lines: number, ms: number): number => rounded((lines * 1000) / ms, 0);

const row = (id: string, what: string, figures: number[]): Row => ({
  id,
  what,
  figure: median(figures),
  unit: 'lines/s',
  goal: null,
  met: null,
  peers: [],
  control: null,
  spread: spreadOf(figures),
  conditions: null,
});
