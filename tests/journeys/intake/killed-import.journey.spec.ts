// Invented reports with planted faults: the dry run names exactly those; the import is killed five times and ends with each good line
// once. 10,000 lines; `npm run prove -- R5` asks for 100,000 (IMPORT_LINES). Before that the same count finds a planted bug.
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, freshNamespace } from '@gatehouse/testing';
import { env as told } from 'node:process';
import { GatehouseProcess } from '../crash/gatehouse-process.ts';
import { whileAlive } from '../crash/driver.ts';
import { dropAll } from '../running.ts';
import { ImportClient } from './import-client.ts';
import { inventedReports } from './invented-reports.ts';
import { once, whatStands } from './what-stands.ts';

// Patience for a machine that does much else; alone on two cores it is a matter of minutes.
const SLOW = 3_600_000;
/** One line in two hundred has a fault. */
const LINES = Number(told['IMPORT_LINES'] ?? 10_000);
const FAULTS = LINES / 200;
const GOOD = LINES - FAULTS;
let process: GatehouseProcess;

const fresh = async (): Promise<void> => {
  process = await GatehouseProcess.make(freshNamespace());
};
afterEach(async () => {
  await process.remove();
  await dropAll(process.namespace);
});

/** Starts it, and gives a client of the process that is up now. */
const up = async (env: Record<string, string> = {}): Promise<ImportClient> => {
  await process.start(['--empty'], env);
  const marked = await whileAlive(process, () => process.marked());
  if (!marked) throw new Error(`it did not come up:\n${process.output}`);
  const { url, issuer, secrets } = marked;
  return new ImportClient({ url, issuer, secretOf: (persona) => secrets[persona] ?? '' });
};

/** A start whose import kills it at a boundary, perhaps before anybody could ask it anything. */
const diesAt = async (failpoint: string, env: Record<string, string> = {}): Promise<void> => {
  await process.start(['--empty'], { GATEHOUSE_FAILPOINT: failpoint, ...env });
  const end = await process.ended;
  expect(end === 'SIGKILL' ? end : `${end}\n${process.output}`).toBe('SIGKILL');
};

describe('an import that is killed', () => {
  it(
    'loses lines when its progress is kept apart from its reports, and the count says so',
    async () => {
      await fresh();
      const file = inventedReports(2_500, 0);
      const client = await up();
      const { importId } = await client.checked(file.text);
      await process.kill();
      const bug = {
        GATEHOUSE_PLANTED_BUG: 'import-progress-apart-from-events',
        GATEHOUSE_FAILPOINT: 'import.before-commit',
      };
      await (await up(bug)).post(`/${importId}/start`, {}).catch(() => undefined);
      expect(await process.ended).toBe('SIGKILL');
      await (await up()).until(importId, 'finished');
      const standing = await whatStands(process, file.references);
      expect(standing).not.toEqual(once(2_500));
      expect(standing).toMatchObject({ missing: 1_000, streams: 1_500 });
    },
    SLOW,
  );

  it(
    `of ${LINES} lines and ${FAULTS} faults names exactly those, and makes each good line a report once`,
    async () => {
      await fresh();
      const file = inventedReports(LINES, FAULTS);
      expect([file.planted.length, file.references.length]).toEqual([FAULTS, GOOD]);
      let client = await up();
      const { importId, check } = await client.checked(file.text);
      expect(check).toMatchObject({ readable: true, goodLines: GOOD, faultyLines: FAULTS, faults: FAULTS });
      const named = (await client.faults(importId)).map(({ line, column, code }) => ({ line, column, code }));
      expect(named).toEqual(file.planted);

      await client.post(`/${importId}/start`, { leaveOut: FAULTS });
      await killedBeyond(client, importId, LINES * 0.1);
      await diesAt('import.before-commit');
      await diesAt('import.after-commit');
      client = await up();
      await killedBeyond(client, importId, LINES * 0.4);
      client = await up();
      await killedBeyond(client, importId, LINES * 0.7);

      client = await up();
      const { progress } = await client.until(importId, 'finished');
      expect(progress).toEqual({ lines: GOOD, recorded: GOOD, alreadyThere: 0, refused: 0 });
      expect(await whatStands(process, file.references)).toEqual(once(GOOD));
    },
    SLOW,
  );
});

/** kill -9 in the middle of the work, as soon as so many lines are done. */
const killedBeyond = async (client: ImportClient, importId: string, lines: number): Promise<void> => {
  const done = await eventually(
    async () => {
      const { body } = await client.get(`/${importId}`);
      expect(body.progress.lines).toBeGreaterThan(lines);
      return body;
    },
    { timeoutMs: 1_000_000, everyMs: 300 },
  );
  expect(done.status).toBe('running');
  await process.kill();
};
