// Starting, working and being killed: what the crash journeys share.
import { type Failpoint } from '@gatehouse/failpoints';
import { eventually, freshNamespace } from '@gatehouse/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyLog } from '@gatehouse/oversight/verifier';
import { dropAll } from '../running.ts';
import { bringToItsEnd, whileAlive } from './driver.ts';
import { Ledgers, ONCE } from './effects.ts';
import { GatehouseProcess } from './gatehouse-process.ts';

export const WITHIN = { timeoutMs: 120_000 };

// Patience for a machine that does much else: each test starts several processes.
jest.setTimeout(400_000);

/** A namespace with its sample loaded, as the journey of a first start leaves it. */
export const prepared = async (): Promise<{ process: GatehouseProcess; ledgers: Ledgers }> => {
  const process = await GatehouseProcess.make(freshNamespace());
  await process.start(['--once']);
  const ended = await process.ended;
  if (ended !== '0') throw new Error(`the first start ended with ${ended}:\n${process.output}`);
  return { process, ledgers: new Ledgers(process.namespace, process.folder) };
};

/** Starts with a failpoint and works on these alerts, one after the other, until it has killed the process. */
export const killedAt = async (
  process: GatehouseProcess,
  ledgers: Ledgers,
  failpoint: Failpoint,
  marks: string[],
  env = {},
): Promise<string> => {
  await process.start(['--empty'], { GATEHOUSE_FAILPOINT: failpoint, ...env });
  return killedWorking(process, ledgers, marks);
};

/** How the process ends that works on these alerts. Some boundaries come after the acknowledgement: receipts, their projection, the log. */
const killedWorking = async (process: GatehouseProcess, ledgers: Ledgers, marks: string[]): Promise<string> => {
  for (const mark of marks) await bringToItsEnd(process, ledgers, mark);
  const end = await Promise.race([process.ended, tooLong(120_000)]);
  return end === 'SIGKILL' ? end : `${end}\n${process.output}`;
};

const tooLong = (ms: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve(`still running after ${ms} ms`), ms).unref());

const leftAlone = async (process: GatehouseProcess, ledgers: Ledgers, marks: string[]): Promise<void> => {
  await process.start(['--empty']);
  for (const mark of marks) await bringToItsEnd(process, ledgers, mark);
};

/** Once at work, and with `CRASH_KILLS=2`, as R5 sets it, a second time from the next start on. */
const again = process.env['CRASH_KILLS'] === '2';

/**
 * A suite: killed at each of these boundaries, then left alone; every effect, ledger row and number is there once. Who was left alone
 * works on, and is the first to be killed at the next boundary.
 */
export const killedAtEach = (boundaries: readonly Failpoint[]): void => {
  let process: GatehouseProcess;
  let ledgers: Ledgers;
  /** a process that was left alone, and has done everything, is running */
  let leftRunning = false;

  beforeAll(async () => {
    ({ process, ledgers } = await prepared());
  });
  afterAll(() => cleared(process, ledgers));

  // A boundary behind a commit is not met a second time by the same alert: a second one comes for it.
  it.each(boundaries)('%s: every effect is there once', async (failpoint) => {
    const marks = [`first killed at ${failpoint}`, ...(again ? [`second killed at ${failpoint}`] : [])];
    if (!leftRunning) {
      await process.stop();
      await process.start(['--empty']);
    }
    leftRunning = false;
    await process.dieAt(failpoint);
    expect(await killedWorking(process, ledgers, marks.slice(0, 1))).toBe('SIGKILL');
    if (again) expect(await killedAt(process, ledgers, failpoint, marks)).toBe('SIGKILL');
    await leftAlone(process, ledgers, marks);
    for (const mark of marks) await eventually(async () => expect(await ledgers.effectsOf(mark)).toEqual(ONCE), WITHIN);
    leftRunning = true;
  });

  it('leaves a log that the independent verifier accepts whole', () => logVerifies(process));
};

const logVerifies = async (process: GatehouseProcess): Promise<void> => {
  await process.stop();
  await process.start(['--empty']);
  const marked = await whileAlive(process, () => process.marked());
  const vkey = await readFile(join(process.folder, '.gatehouse/data/log.vkey'), 'utf8');
  const { size } = await verifyLog({ url: `${marked?.url}/oversight/v1/log`, vkey: vkey.trim() });
  expect(size).toBeGreaterThan(0);
};

export const cleared = async (process: GatehouseProcess, ledgers: Ledgers): Promise<void> => {
  await process.remove();
  await ledgers.close();
  await dropAll(process.namespace);
};
