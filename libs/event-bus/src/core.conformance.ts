/**
 * The core of what agencies rely on, with an outbox and an inbox around the transport: the order of a key, one effect of what came more
 * than once, poison that stands in nobody's way, and a process killed between delivery and effect.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '@gatehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus, BusMessage } from './bus.ts';
import { disordered, numbered, OneEffect } from './kafka/one-effect.fixture.ts';

export interface CoreBench {
  /** a topic that the writer writes and the reader reads, in either of two groups */
  topic(): Promise<{ name: string; groups: [string, string] }>;
  writer(): Bus;
  reader(): Bus;
  /** the expression, in the words of `@gatehouse/event-bus`, that makes the reader's client in another process */
  readerElsewhere: string;
  close(): Promise<void>;
}

const PATIENCE = { timeoutMs: 90_000 };
const HOUR_MS = 3_600_000;
const ROOT = new URL('../../../', import.meta.url);

/** Runs the core on a transport. */
export const busCoreConformance = (transport: string, makeBench: () => Promise<CoreBench>): void => {
  describe(`the core on ${transport}`, () => {
    let bench: CoreBench, work: OneEffect, writer: Bus;
    let topic: string, groups: [string, string];
    const opened: Bus[] = [];
    const reader = (): Bus => {
      opened.push(bench.reader());
      return opened.at(-1)!;
    };
    beforeAll(async () => {
      bench = await makeBench();
      writer = bench.writer();
    });
    beforeEach(async () => {
      work = await OneEffect.make();
      ({ name: topic, groups } = await bench.topic());
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((client) => client.close()));
      await work.close();
    });
    afterAll(async () => {
      await writer.close();
      await bench.close();
    });

    const sent = async (count: number): Promise<void> => {
      const relay = work.relay(writer);
      await work.put(topic, count);
      await eventually(async () => {
        await relay.runOnce();
        expect((await work.depth()).unsent).toBe(0);
      }, PATIENCE);
    };
    const inOrderOnce = async (count: number): Promise<void> => {
      await eventually(async () => expect(await work.effects()).toHaveLength(count), PATIENCE);
      const effects = await work.effects();
      expect([effects.toSorted((a, b) => a - b), disordered(effects)]).toEqual([numbered(count), []]);
    };

    it('gives what came twice one effect, in the order of its key', async () => {
      await sent(60);
      work.clock.advance(HOUR_MS);
      const relay = work.relay(writer);
      await eventually(async () => {
        await relay.runOnce();
        expect(await work.sentTwice()).toBe(60);
      }, PATIENCE);
      let deliveries = 0;
      await reader().subscribe({ group: groups[0], topics: [topic] }, async (message) => {
        await work.handle(message);
        deliveries += 1;
      });
      await eventually(() => expect(deliveries).toBeGreaterThanOrEqual(120), PATIENCE);
      await inOrderOnce(60);
    });

    it('goes on past poison that is set aside, and holds nothing of another topic behind what cannot be', async () => {
      const { name: other, groups: otherGroups } = await bench.topic();
      const aside = new Set<string>();
      let held = true;
      const poisonous = ({ headers }: BusMessage): boolean => Number(headers['message-id']) % 3 === 0;
      await sent(90);
      const client = reader();
      await client.subscribe({ group: groups[0], topics: [topic] }, async (message) => {
        if (poisonous(message)) aside.add(message.headers['message-id'] ?? '');
        await work.handle(message);
      });
      let tries = 0;
      await client.subscribe({ group: otherGroups[0], topics: [other] }, async () => {
        tries += 1;
        if (held) throw new Error('not now');
      });
      await writer.publish([{ topic: other, key: 'k', value: 'poison', headers: {} }]);
      await eventually(() => expect(tries).toBeGreaterThan(1), PATIENCE);
      await inOrderOnce(90);
      expect(aside.size).toBe(30);
      held = false;
      const before = tries;
      await eventually(() => expect(tries).toBeGreaterThan(before), PATIENCE);
    });

    it('killed before an effect was durable, and killed after, each has its effect once', async () => {
      await sent(12);
      const run = async (dies: string): Promise<string> => {
        const loader = new URL('start/typescript-loader.mjs', ROOT).href;
        const program = killedReader(bench.readerElsewhere, { group: groups[0], topics: [topic] });
        const child = spawn(
          process.execPath,
          ['--disable-warning=TimeoutNegativeWarning', '--import', loader, '--input-type=module', '-e', program],
          { cwd: ROOT, env: { ...process.env, TRIAL_URL: work.url, TRIAL_DIES: dies }, stdio: 'ignore' },
        );
        const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
        return signal ?? `ended ${code}`;
      };
      // A transport may hand over messages of several keys at once: how many effects stand is not to be said exactly.
      expect(await run('before-commit')).toBe('SIGKILL');
      const before = (await work.effects()).length;
      expect(before).toBeLessThan(12);
      expect(await run('after-commit')).toBe('SIGKILL');
      const after = (await work.effects()).length;
      expect([after > before, after < 12]).toEqual([true, true]);
      await reader().subscribe({ group: groups[0], topics: [topic] }, work.handle);
      await inOrderOnce(12);
    });
  });
};

/** A reader in a process of its own, killed at the third new message it meets: with its effect not durable yet, or just so. */
const killedReader = (client: string, request: { group: string; topics: string[] }): string => `
import { firstReceipt, kafkaBus, postgresBus, settle } from '@gatehouse/event-bus';
import { inTransaction, openPool } from '@gatehouse/event-store';
const pool = openPool(process.env.TRIAL_URL);
const bus = ${client};
const at = new Date('2026-11-23T10:00:00Z');
const die = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); };
let fresh = 0;
await bus.subscribe(${JSON.stringify(request)}, async ({ topic, headers }) => {
  const messageId = headers['message-id'];
  let mine = 0;
  await inTransaction(pool, async (client) => {
    if (!(await firstReceipt(client, messageId, { topic, sender: 'sender' }, at))) return;
    mine = fresh += 1;
    await client.query('insert into effect (message_id) values ($1)', [Number(messageId)]);
    await settle(client, messageId, at);
    if (mine === 3 && process.env.TRIAL_DIES === 'before-commit') await die();
  });
  if (mine === 3) await die();
});
await new Promise(() => setInterval(() => {}, 1000));
`;
