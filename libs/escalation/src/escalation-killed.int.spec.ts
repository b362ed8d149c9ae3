import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Failpoint } from '@gatehouse/failpoints';
import { HeldClock } from '@gatehouse/service-kit/clock';
import type { Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acknowledge,
  escalationOf,
  itemCame,
  mailbox,
  openTestAgency,
  planRota,
  settle,
  trail,
  type Mailbox,
} from './escalation.fixture.ts';
import { NO_CHANNELS } from './notices/settings.ts';

const LOADER = new URL('../../../start/typescript-loader.mjs', import.meta.url).href;
const CRASH = fileURLToPath(new URL('escalation.crash.ts', import.meta.url));
const NOON = '2026-11-23T12:00:00.000Z';

let database: FreshDatabase;
let clock: HeldClock;
let agency: Agency;
let mails: Mailbox;

beforeEach(async () => {
  database = await freshDatabase('escalation_killed');
  clock = new HeldClock(NOON);
  agency = await openTestAgency(database.url, clock);
  mails = await mailbox();
  await planRota(agency);
});
afterEach(async () => {
  await agency.pool.end();
  await mails.stop();
  await database.drop();
});

/** How a process ends that works at this instant with this failpoint. */
const ended = async (at: string, failpoint: Failpoint | '' = ''): Promise<string> => {
  const env = { ...process.env, GATEHOUSE_FAILPOINT: failpoint };
  const args = ['--import', LOADER, CRASH, database.url, mails.url, at];
  const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code === 0 ? 'nothing to do' : (signal ?? 'failed');
};
// While other tests' transactions run there may be nothing to read yet; then the process ends by itself.
const killedAt = async (failpoint: Failpoint, at: string) => {
  const end = await eventually(
    async () => {
      const how = await ended(at, failpoint);
      if (how === 'nothing to do') throw new Error('the process found nothing to do');
      return how;
    },
    { timeoutMs: 60_000 },
  );
  expect(end).toBe('SIGKILL');
};
const leftAlone = async (itemId: string, ...expected: string[]) => {
  const escalation = escalationOf(agency, { ...NO_CHANNELS, smtpUrl: mails.url });
  await eventually(async () => {
    await escalation.follower.runOnce();
    await settle(escalation);
    expect(await trail(agency, itemId)).toEqual(expected);
  });
  await escalation.stop();
};
const auditedOnce = async () => {
  const { rows } = await agency.pool.query<{ event: string; n: number }>(
    `select record::json ->> 'event' as event, count(*)::int as n from audit.record
     where record::json ->> 'event' <> 'command-accepted' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ event, n }) => [event, n]));
};
const messageIds = () => mails.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);

describe('killed with -9', () => {
  it.each<[Failpoint, number]>([
    ['clock.before-commit', 1],
    ['clock.after-commit', 1],
    ['escalate.before-commit', 1],
    ['escalate.after-commit', 1],
    // Accepted and not marked: it is sent again, under the same id.
    ['notice.after-acceptance', 2],
  ])('at %s, the first call is made once', async (failpoint, sent) => {
    const itemId = await itemCame(agency);
    await killedAt(failpoint, NOON);
    await leftAlone(itemId, 'AcknowledgementClockStarted', 'duty');
    expect(mails.mails).toHaveLength(sent);
    expect(new Set(messageIds()).size).toBe(1);
    // His pager is not configured here: that is said once as well.
    expect(await auditedOnce()).toEqual({ 'duty-called': 1, 'notice-sent': 1, 'notice-failed': 1 });
  });

  it.each<Failpoint>(['escalate.before-commit', 'escalate.after-commit', 'notice.after-acceptance'])(
    'at %s of every step, each step happens once and everybody is told',
    async (failpoint) => {
      const itemId = await itemCame(agency);
      await leftAlone(itemId, 'AcknowledgementClockStarted', 'duty');
      const steps = ['duty', 'deputies', 'first-above', 'further-above'];
      for (const [index, minutes] of [4, 8, 12].entries()) {
        clock.set(new Date(Date.parse(NOON) + minutes * 60_000));
        expect(await ended(clock.now().toISOString(), failpoint)).toBe('SIGKILL');
        await leftAlone(itemId, 'AcknowledgementClockStarted', ...steps.slice(0, index + 2));
      }
      clock.set(new Date(Date.parse(NOON) + 15 * 60_000 + 1));
      expect(await ended(clock.now().toISOString(), failpoint)).toBe('SIGKILL');
      await leftAlone(itemId, 'AcknowledgementClockStarted', ...steps, 'IntelligenceAlertEscalated', 'everybody');
      expect(new Set(messageIds()).size).toBe(8);
      expect(await auditedOnce()).toMatchObject({ 'duty-called': 5, escalated: 1, 'notice-sent': 8 });
    },
  );

  it('an acknowledgement just before stops the clock all the same', async () => {
    const itemId = await itemCame(agency);
    await leftAlone(itemId, 'AcknowledgementClockStarted', 'duty');
    clock.advance(60_000);
    await acknowledge(agency, itemId);
    await killedAt('clock.before-commit', clock.now().toISOString());
    await leftAlone(itemId, 'AcknowledgementClockStarted', 'duty', 'AcknowledgementClockStopped');
    clock.advance(3_600_000);
    await leftAlone(itemId, 'AcknowledgementClockStarted', 'duty', 'AcknowledgementClockStopped');
    expect(mails.mails).toHaveLength(1);
  });
});
