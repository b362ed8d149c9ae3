/**
 * What no client may do on any transport, as one list: tried on each as the principal it is about.
 *
 * Only the writer of a lane writes it, only its reader reads it, in groups of its own; whoever the plan does not name gets nothing.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import type { Bus, BusMessage } from './bus.ts';
import type { TopicPlan } from './topic-plan.ts';

export type Principal = 'policy' | 'prison-intelligence' | 'police-liaison' | 'oversight';

export interface RightsBench {
  /** begins every topic and group of the bench */
  namespace: string;
  /** a topic that prison-intelligence writes and police-liaison reads, in either of two groups */
  topic(): Promise<{ name: string; groups: [string, string] }>;
  provision(plan: TopicPlan): Promise<void>;
  /** a new client that logs in as this principal */
  client(principal: Principal): Bus;
  /** one that says it is this principal and does not know its password */
  forged(principal: Principal): Bus;
  close(): Promise<void>;
}

const REFUSED = { code: 'bus-unauthorised' };

/** Runs the list on a transport. */
export const busRightsConformance = (transport: string, makeBench: () => Promise<RightsBench>): void => {
  describe(`rights on ${transport}`, () => {
    let bench: RightsBench;
    let topic: string, group: string;
    const opened: Bus[] = [];
    const as = (principal: Principal): Bus => {
      const client = bench.client(principal);
      opened.push(client);
      return client;
    };
    beforeAll(async () => {
      bench = await makeBench();
      const made = await bench.topic();
      [topic, group] = [made.name, made.groups[0]];
    });
    afterAll(async () => {
      await Promise.all(opened.map((client) => client.close()));
      await bench.close();
    });
    const message = (in_ = topic): BusMessage => ({ topic: in_, key: 'k', value: 'sealed', headers: {} });

    it.each<Principal>(['police-liaison', 'oversight', 'policy'])(
      '%s may not write what is not its own',
      async (who) => {
        await expect(as(who).publish([message()])).rejects.toMatchObject(REFUSED);
      },
    );

    it('the writer may not write a lane that no plan has made', async () => {
      await expect(as('prison-intelligence').publish([message(`${topic}.none`)])).rejects.toThrow();
    });

    it('a stranger may not even ask for the topic', async () => {
      const reading = as('oversight').subscribe({ group, topics: [topic] }, async () => undefined);
      await expect(reading).rejects.toMatchObject(REFUSED);
    });

    /** Refused at once, or never in its place. */
    const getsNothing = async (who: Principal, inGroup: string): Promise<void> => {
      const stranger = as(who);
      const [got, read] = [[] as string[], [] as string[]];
      const asked = stranger.subscribe({ group: inGroup, topics: [topic] }, async ({ value }) => void got.push(value));
      const refused = await asked.then(
        () => false,
        (fault: unknown) => {
          expect(fault).toMatchObject(REFUSED);
          return true;
        },
      );
      const { stop } = await as('police-liaison').subscribe({ group, topics: [topic] }, async ({ value }) => {
        read.push(value);
      });
      await as('prison-intelligence').publish([message()]);
      await eventually(() => expect(read).toContain('sealed'));
      if (!refused) await eventually(async () => expect(await stranger.ready()).toBe(false));
      expect(got).toEqual([]);
      await stop();
    };

    it('the writer may not read in the reader’s group', () => getsNothing('prison-intelligence', group));

    it('the reader may not read in a group that is not its own', () =>
      getsNothing('police-liaison', `${group}.stranger`));

    it('the writer may not read in a group of its own either', async () => {
      const own = `${bench.namespace}.prison-intelligence`;
      const name = `${bench.namespace}.elsewhere`;
      await bench.provision({
        topics: [{ name, writer: 'policy', reader: ['prison-intelligence'], groups: [own] }],
      });
      await getsNothing('prison-intelligence', own);
    });

    it('of two readers neither reads in the other’s group', async () => {
      const name = `${bench.namespace}.shared`;
      const groups = ['police-liaison', 'oversight'].map((reader) => `${name}.${reader}`);
      await bench.provision({
        topics: [{ name, writer: 'policy', reader: ['police-liaison', 'oversight'], groups }],
      });
      const [got, read] = [[] as string[], [] as string[]];
      const other = as('oversight');
      const asked = { group: groups[0]!, topics: [name] };
      await other.subscribe(asked, async ({ value }) => void got.push(value)).catch(() => undefined);
      await as('police-liaison').subscribe(asked, async ({ value }) => void read.push(value));
      await as('policy').publish([message(name)]);
      await eventually(() => expect(read).toEqual(['sealed']));
      expect(got).toEqual([]);
    });

    it('a refused write takes nothing from the writer’s next one', async () => {
      const writer = as('prison-intelligence');
      await expect(writer.publish([message(`${bench.namespace}.audit.none`)])).rejects.toThrow();
      await writer.publish([message()]);
    });

    it('a wrong password is refused', async () => {
      const forged = bench.forged('prison-intelligence');
      await expect(forged.publish([message()])).rejects.toThrow();
      expect(await forged.ready()).toBe(false);
      await forged.close();
    });

    it('provisioning again changes nothing, and takes away what the plan no longer gives', async () => {
      const { name, groups } = await bench.topic();
      const plan = (reader: Principal[]) => ({ topics: [{ name, writer: 'prison-intelligence', reader, groups }] });
      await bench.provision(plan(['police-liaison']));
      const asked = { group: groups[0], topics: [name] };
      await (await as('police-liaison').subscribe(asked, async () => undefined)).stop();
      await bench.provision(plan(['oversight']));
      const late = as('police-liaison').subscribe(asked, async () => undefined);
      await expect(late).rejects.toMatchObject(REFUSED);
    });

    it('a writer whose lane was given to another may not write it any more', async () => {
      const { name, groups } = await bench.topic();
      const [before, after] = [as('prison-intelligence'), as('policy')];
      await before.publish([message(name)]);
      await bench.provision({ topics: [{ name, writer: 'policy', reader: ['police-liaison'], groups }] });
      await expect(before.publish([message(name)])).rejects.toMatchObject(REFUSED);
      await after.publish([message(name)]);
    });
  });
};
