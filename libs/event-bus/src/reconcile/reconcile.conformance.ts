/**
 * What bringing a bus in line means on any transport, as one list: shown first, drift found and repaired, nothing widened, nothing lost
 * unsaid.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@gatehouse/testing';
import type { Bus } from '../bus.ts';
import type { Principal } from '../rights.conformance.ts';
import type { TopicPlan } from '../topic-plan.ts';
import type { BusAdministration } from './bus-state.ts';
import { planFor, reconcile } from './reconcile.ts';
import { inWords, type Step } from './step.ts';

export interface ReconcileBench {
  namespace: string;
  administration: BusAdministration;
  /** a new client that logs in as this principal */
  client(principal: Principal): Bus;
  close(): Promise<void>;
}

const PATIENCE = { timeoutMs: 30_000 };
const REFUSED = { code: 'bus-unauthorised' };

/** Runs the list on a transport. */
export const reconcileConformance = (transport: string, makeBench: () => Promise<ReconcileBench>): void => {
  describe(`${transport} brought in line`, () => {
    let bench: ReconcileBench;
    let plan: TopicPlan;
    const opened: Bus[] = [];
    const as = (principal: Principal): Bus => {
      const client = bench.client(principal);
      opened.push(client);
      return client;
    };
    beforeAll(async () => {
      bench = await makeBench();
      const groups = [`${bench.namespace}.police-liaison`];
      const lane = (name: string) => ({ writer: 'prison-intelligence', reader: ['police-liaison'], groups, name });
      plan = { topics: ['mou.report', 'threat.alert'].map((name) => lane(`${bench.namespace}.${name}`)) };
    });
    afterAll(async () => {
      await Promise.all(opened.map((client) => client.close()));
      await bench.close();
    });

    const wanted = (topics = plan.topics) => ({ plan: { topics }, namespace: bench.namespace });
    const said = (steps: Step[]): string[] => steps.map((step) => inWords(step).replaceAll(`${bench.namespace}.`, ''));
    const shown = async (topics = plan.topics) => said(await planFor(bench.administration, wanted(topics)));
    const [agreement, threat] = [(): string => plan.topics[0]!.name, (): string => plan.topics[1]!.name];
    const closed = () => plan.topics.map((topic) => (topic.name === agreement() ? { ...topic, reader: [] } : topic));
    const publish = (topic: string, value: string) =>
      as('prison-intelligence').publish([{ topic, key: 'k', value, headers: {} }]);

    it('is shown what would be done, and nothing is done', async () => {
      const first = await shown();
      expect(first.toSorted()).toEqual([
        'create the topic mou.report',
        'create the topic threat.alert',
        'give police-liaison: read the group police-liaison',
        'give police-liaison: read the topic mou.report',
        'give police-liaison: read the topic threat.alert',
        'give prison-intelligence: write the topic mou.report',
        'give prison-intelligence: write the topic threat.alert',
      ]);
      expect(await shown()).toEqual(first);
    });

    it('refuses a plan that gives what nobody signed for, whole', async () => {
      const warrants = ({ principal }: { principal: string }): boolean => principal !== 'police-liaison';
      await expect(reconcile(bench.administration, { ...wanted(), warrants })).rejects.toMatchObject({
        code: 'plan-widens-rights',
      });
      expect(await shown()).toHaveLength(7);
    });

    it('has it done once', async () => {
      expect((await reconcile(bench.administration, wanted())).taken).toHaveLength(7);
      expect(await reconcile(bench.administration, wanted())).toEqual({ taken: [], left: [] });
    });

    it('takes a closed lane from its recipient and leaves it the other, which it reads on', async () => {
      const read: string[] = [];
      const police = as('police-liaison');
      const topics = [agreement(), threat()];
      const group = `${bench.namespace}.police-liaison`;
      await police.subscribe({ group, topics }, async ({ value }) => void read.push(value));
      await publish(agreement(), 'before');
      await eventually(() => expect(read).toEqual(['before']));
      const { taken } = await reconcile(bench.administration, wanted(closed()));
      expect(said(taken)).toEqual(['take from police-liaison: read the topic mou.report']);
      // A fetch that was under way was allowed when it came; the one behind it is not.
      await publish(threat(), 'threat');
      await eventually(() => expect(read).toEqual(['before', 'threat']), PATIENCE);
      await publish(agreement(), 'meanwhile');
      await publish(threat(), 'another threat');
      await eventually(() => expect(read).toEqual(['before', 'threat', 'another threat']), PATIENCE);
      await expect(
        as('police-liaison').subscribe({ group, topics: [agreement()] }, async () => undefined),
      ).rejects.toMatchObject(REFUSED);
      expect(said((await reconcile(bench.administration, wanted())).taken)).toEqual([
        'give police-liaison: read the topic mou.report',
      ]);
      await eventually(() => expect(read.at(-1)).toBe('meanwhile'), PATIENCE);
      await police.close();
    });

    it('finds what somebody gave or took beside it, and puts it right', async () => {
      const [given, missing] = [
        { ...plan.topics[0]!, reader: ['police-liaison', 'oversight'] },
        { ...plan.topics[1]!, writer: 'policy' },
      ];
      await reconcile(bench.administration, wanted([given, missing]));
      expect((await shown()).toSorted()).toEqual([
        'give prison-intelligence: write the topic threat.alert',
        'take from oversight: read the topic mou.report',
        'take from policy: write the topic threat.alert',
      ]);
      await reconcile(bench.administration, wanted());
      expect(await shown()).toEqual([]);
    });

    it('does nothing that cannot be recorded before, and records what came of it', async () => {
      const said: string[] = [];
      const note =
        (what: string) =>
        async (steps: readonly Step[] = []) =>
          void said.push(what, ...steps.map(({ step }) => step));
      const refusing = { before: () => Promise.reject(new Error('nothing can be recorded')) };
      const shut = wanted(closed());
      await expect(reconcile(bench.administration, shut, { evidence: refusing })).rejects.toThrow('nothing can be');
      expect(await shown(closed())).toEqual(['take from police-liaison: read the topic mou.report']);
      const [done, failed] = [note('done'), note('failed')];
      const evidence = { before: (steps: readonly Step[]) => note('before')(steps).then(() => ({ done, failed })) };
      await reconcile(bench.administration, shut, { evidence });
      const broken = { ...bench.administration, take: () => Promise.reject(new Error('the broker is away')) };
      await expect(reconcile(broken, wanted(), { evidence })).rejects.toThrow('the broker is away');
      await reconcile(bench.administration, wanted());
      expect(said).toEqual(['before', 'take-right', 'done', 'before', 'give-right', 'failed']);
    });

    it('keeps a topic that nobody needs until somebody says otherwise, and says what is on it', async () => {
      const alone = [plan.topics[1]!];
      await publish(agreement(), 'undelivered');
      const step =
        'delete the topic mou.report, which no instrument needs: 1 message on it is undelivered and would be lost';
      await eventually(async () => expect(await shown(alone)).toContain(step));
      const outcome = await reconcile(bench.administration, wanted(alone), {
        mayLose: { topics: true, undelivered: false },
      });
      expect(said(outcome.left)).toEqual([step]);
      await expect(publish(agreement(), 'late')).rejects.toMatchObject(REFUSED);
      const after = await reconcile(bench.administration, wanted(alone), {
        mayLose: { topics: true, undelivered: true },
      });
      expect([said(after.taken), after.left]).toEqual([[step], []]);
      await eventually(async () => expect(await shown(alone)).toEqual([]));
    });
  });
};
