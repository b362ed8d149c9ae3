/**
 * What every transport has to do, as one suite: imported by the integration spec of each.
 *
 * The bench gives a fresh topic and new clients; everything else is the same for all transports.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import type { Bus, BusMessage, Handle } from './bus.ts';

export interface BusBench {
  /** a topic that exists, with two consumer groups that may read it */
  topic(): Promise<{ name: string; groups: [string, string] }>;
  /** a new client that may write every topic of the bench */
  writer(): Bus;
  /** a new client that may read every topic of the bench, in its groups */
  reader(): Bus;
  close(): Promise<void>;
}

/** Runs the suite on a transport. */
export const busConformance = (transport: string, makeBench: () => Promise<BusBench>): void => {
  describe(`the bus on ${transport}`, () => {
    let bench: BusBench, topic: string, groups: [string, string], writer: Bus;
    const clients = new Set<Bus>();
    beforeAll(async () => {
      bench = await makeBench();
      writer = bench.writer();
    });
    beforeEach(async () => {
      ({ name: topic, groups } = await bench.topic());
    });
    afterAll(async () => {
      await Promise.all([...clients, writer].map((client) => client.close()));
      await bench.close();
    });

    const message = (key: string, value: string): BusMessage => ({
      topic,
      key,
      value,
      headers: { 'message-id': randomUUID(), note: 'қ' },
    });
    const listen = async (handle: Handle, group = groups[0]): Promise<Bus> => {
      const client = bench.reader();
      clients.add(client);
      await client.subscribe({ group, topics: [topic] }, handle);
      return client;
    };
    const collect = async (group = groups[0]): Promise<{ seen: BusMessage[]; client: Bus }> => {
      const seen: BusMessage[] = [];
      const client = await listen(async (received) => void seen.push(received), group);
      return { seen, client };
    };
    const values = (seen: BusMessage[]): string[] => seen.map((received) => received.value);

    it('delivers what publish resolved for, unchanged, to a reader that comes later', async () => {
      const sent = [message('a', 'one'), message('b', 'two "ү" \n')];
      const first = bench.writer();
      await first.publish(sent);
      await first.close();
      const { seen } = await collect();
      await eventually(() => expect(seen.map(byValue).sort()).toEqual(sent.map(byValue).sort()));
      expect(seen.find((received) => received.key === 'a')).toEqual(sent[0]);
    });

    it('keeps the order of each key', async () => {
      const { seen } = await collect();
      const keys = ['a', 'b', 'c', 'd', 'e'];
      for (let round = 0; round < 20; round += 1)
        await writer.publish(Array.from({ length: 10 }, (_, n) => message(keys[n % 5]!, `${round * 10 + n}`)));
      await eventually(() => expect(seen).toHaveLength(200));
      for (const key of keys) {
        const numbers = values(seen.filter((received) => received.key === key)).map(Number);
        expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
      }
    });

    it('brings a message again whose handle was rejected, and nothing of its key before it', async () => {
      const handled: string[] = [];
      let faults = 0;
      await listen(async ({ value }) => {
        if (value === '2' && (faults += 1) <= 3) throw new Error('not now');
        handled.push(value);
      });
      await writer.publish(['1', '2', '3'].map((value) => message('k', value)));
      await eventually(() => expect(handled).toHaveLength(3));
      expect(handled).toEqual(['1', '2', '3']);
      expect(faults).toBe(4);
    });

    it('hands what has come over together, in order, and again as a whole when it was rejected', async () => {
      await writer.publish(Array.from({ length: 250 }, (_, n) => message('k', `${n}`)));
      const taken: string[] = [];
      const sizes: number[] = [];
      let faults = 0;
      const client = bench.reader();
      clients.add(client);
      await client.subscribeTogether({ group: groups[0], topics: [topic] }, async (received) => {
        if (received.some(({ value }) => value === '120') && (faults += 1) <= 2) throw new Error('not now');
        sizes.push(received.length);
        taken.push(...values(received));
      });
      await eventually(() => expect(taken).toHaveLength(250));
      expect(taken.map(Number)).toEqual(Array.from({ length: 250 }, (_, n) => n));
      expect(faults).toBe(3);
      expect(Math.max(...sizes)).toBeGreaterThan(1);
      await client.close();
      const { seen } = await collect();
      await writer.publish([message('k', 'next')]);
      await eventually(() => expect(values(seen)).toEqual(['next']));
    });

    it('never counts a message as handled that a stopped reader had not finished', async () => {
      let begun = 0;
      const client = await listen(async () => {
        begun += 1;
        throw new Error('never done');
      });
      await writer.publish([message('k', 'open')]);
      await eventually(() => expect(begun).toBeGreaterThan(0));
      await client.close();
      const { seen } = await collect();
      await eventually(() => expect(values(seen)).toEqual(['open']));
    });

    it('goes on where it was after a restart', async () => {
      const before = await collect();
      await writer.publish([message('k', '1'), message('k', '2')]);
      await eventually(() => expect(before.seen).toHaveLength(2));
      await before.client.close();
      await writer.publish([message('k', '3')]);
      const after = await collect();
      await eventually(() => expect(values(after.seen)).toContain('3'));
      expect(values(after.seen)).toEqual(['3']);
    });

    it('gives everything to each of two groups', async () => {
      const [one, other] = [await collect(groups[0]), await collect(groups[1])];
      await writer.publish(['1', '2', '3'].map((value) => message('k', value)));
      await eventually(() =>
        expect([values(one.seen), values(other.seen)]).toEqual([
          ['1', '2', '3'],
          ['1', '2', '3'],
        ]),
      );
    });

    it('stops only after the handle under way, and is ready until then', async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      let begun = false;
      let done = false;
      const client = await listen(async () => {
        begun = true;
        await held;
        done = true;
      });
      await eventually(async () => expect(await client.ready()).toBe(true));
      await writer.publish([message('k', '1')]);
      await eventually(() => expect(begun).toBe(true));
      const closing = client.close();
      release();
      await closing;
      expect(done).toBe(true);
    });

    it('refuses a topic that is not there, and goes on', async () => {
      await expect(writer.publish([{ ...message('k', '1'), topic: `${topic}.none` }])).rejects.toThrow();
      await writer.publish([message('k', '1')]);
    });
  });
};

const byValue = ({ key, value, headers }: BusMessage): string => JSON.stringify([key, value, headers['note']]);
