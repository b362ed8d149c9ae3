// Every read model of every service is what its events say, and is made anew while people go on reading: by the operator's command.
import { rebuild, type Projection } from '@gatehouse/projections';
import * as police from '@gatehouse/police-liaison';
import * as prison from '@gatehouse/prison-intelligence';
import type { ServiceName } from '@gatehouse/start';
import { testPostgres } from '@gatehouse/testing';
import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEventsOf } from '../opened-events.ts';
import { asOwner, type Running } from '../running.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const command = ({ namespace, keys, itemKeysFolder }: Running, ...args: string[]) => {
  const url = new URL(testPostgres());
  url.pathname = `/${namespace}_prison_intelligence`;
  const STATE_FOLDER = join(itemKeysFolder, 'prison-intelligence');
  const kept = { STATE_FOLDER, ITEM_KEYS_FILE: join(STATE_FOLDER, 'item-keys.key') };
  writeFileSync(kept.ITEM_KEYS_FILE, keys.ofItems['prison-intelligence'] ?? '', { mode: 0o600 });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './start/typescript-loader.mjs', 'start/src/rebuild/main.ts', 'prison-intelligence', ...args],
    { cwd: ROOT, env: { ...process.env, DATABASE_OWNER_URL: url.href, ...kept }, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

/** One `it` for each thing that holds. `running`: a Gatehouse that has played something. */
export const readModelsHold = (running: () => Running): void => {
  it.each([
    ...prison.projections.map((one): [ServiceName, Projection] => ['prison-intelligence', one]),
    ...police.projections.map((one): [ServiceName, Projection] => ['police-liaison', one]),
  ] as const)('%s: what each of its read models shows follows from the events', async (service, projection) => {
    const ended = await asOwner(running(), service, async (pool) => {
      const { eventTypes } = service === 'police-liaison' ? police : prison;
      const close = await openEventsOf(pool, service, eventTypes, running());
      return rebuild(pool, projection, { batch: 50 }).finally(close);
    });
    expect(ended).toMatchObject({ end: 'swapped', differences: [{ differing: 0, first: [] }] });
  });

  it('an altered row is found, named, and put right when the operator says so', async () => {
    const { pool } = running().agencies['prison-intelligence']!;
    const { rows } = await pool.query<{ alert_id: string }>(
      'update read.alert_board set cleared_at = raised_at where position = 1 returning alert_id',
    );
    const checked = command(running(), 'alert-board', '--check');
    expect(checked).toMatchObject({ status: 3 });
    expect(checked.stdout).toContain(`changed alert_id ${rows[0]?.alert_id}: cleared_at\n`);
    expect(checked.stderr).toMatch(/^at \d+\/\d+, 100\.0 % of the store\n$/m);
    expect(command(running(), 'alert-board')).toMatchObject({ status: 3 });
    expect(command(running(), 'alert-board', '--progress')).toMatchObject({ status: 0 });
    expect(command(running(), 'alert-board', '--accept-differences')).toMatchObject({ status: 0 });
    expect(command(running(), 'alert-board', '--check')).toMatchObject({ status: 0 });
    expect(command(running(), 'alert-board', '--event', rows[0]!.alert_id)).toMatchObject({ status: 3 });
    expect(command(running(), 'no-such-board')).toMatchObject({ status: 2 });
  });
};
