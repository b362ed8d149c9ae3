// What a bus has, what is wanted, and the steps between: none where nothing differs, narrowing before widening, and what would be lost said.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TopicPlan } from '../topic-plan.ts';
import type { BusState, FoundTopic } from './bus-state.ts';
import { planSteps } from './plan-steps.ts';
import { settingsOf } from './settings.ts';
import { rightKey, rightsOf, type Right } from './right.ts';
import { inWords, type Step } from './step.ts';

const lane = { name: 'ns.mou.report', writer: 'prison', reader: ['police'], groups: ['ns.police'] };
const wanted: TopicPlan = { topics: [lane] };
const SETTINGS = settingsOf(lane, {});
const inLine: BusState = {
  topics: [{ name: lane.name, partitions: 3, settings: SETTINGS }],
  rights: rightsOf(wanted),
  wider: [],
};
const everybody = (): boolean => true;
const said = (plan: TopicPlan, there: BusState): string[] => planSteps(plan, there, {}, everybody).map(inWords);
const stranger: Right = { ...rightsOf(wanted)[0]!, principal: 'stranger', may: 'read' };

describe('the steps to a plan', () => {
  it('are none where the bus has what is wanted', () => {
    expect(said(wanted, inLine)).toEqual([]);
  });

  it('make a topic before rights on it, from nothing', () => {
    expect(said(wanted, { topics: [], rights: [], wider: [] })).toEqual([
      'create the topic ns.mou.report',
      'give prison: write the topic ns.mou.report',
      'give police: read the topic ns.mou.report',
      'give police: read the group ns.police',
    ]);
  });

  it('take the recipient’s right while its lane is closed, and nothing else', () => {
    const closed = { ...lane, reader: [] };
    const open = { ...lane, name: 'ns.threat.alert' };
    const both = { topics: [lane, open] };
    const there = {
      ...inLine,
      topics: [...inLine.topics, { ...inLine.topics[0]!, name: open.name }],
      rights: rightsOf(both),
    };
    expect(said({ topics: [closed, open] }, there)).toEqual(['take from police: read the topic ns.mou.report']);
  });

  it('take what nobody planned, a denial as well, before anything is given', () => {
    const drifted = {
      ...inLine,
      rights: [stranger, { ...stranger, principal: 'police', denied: true, host: '10.0.0.1' }],
    };
    expect(said(wanted, drifted)).toEqual([
      'take from stranger: read the topic ns.mou.report',
      'take from police: never read the topic ns.mou.report from 10.0.0.1',
      'give prison: write the topic ns.mou.report',
      'give police: read the topic ns.mou.report',
      'give police: read the group ns.police',
    ]);
  });

  it('put partitions and settings right, and leave what is more', () => {
    const has = (change: Partial<FoundTopic>): BusState => ({
      ...inLine,
      topics: [{ ...inLine.topics[0]!, ...change }],
    });
    expect(said(wanted, has({ partitions: 1, settings: { ...SETTINGS, 'retention.ms': '1000' } }))).toEqual([
      'add partitions to ns.mou.report: 1 to 3',
      'set retention.ms of ns.mou.report: 1000 to 604800000',
    ]);
    expect(said(wanted, has({ partitions: 6, settings: { ...SETTINGS, 'max.message.bytes': '1' } }))).toEqual([]);
    expect(said(wanted, has({ settings: { ...SETTINGS, 'min.insync.replicas': '2' } }))).toEqual([]);
    expect(said(wanted, has({ partitions: null, settings: null }))).toEqual([]);
  });

  it('hold a message for a week, and have it gone within eight days, by the broker’s own clock', () => {
    expect(SETTINGS).toMatchObject({
      'retention.ms': '604800000',
      'segment.ms': '85800000',
      'retention.bytes': '-1',
      'message.timestamp.type': 'LogAppendTime',
    });
  });

  it('say what a lane would lose whose time is shortened, and nothing of one that holds longer', () => {
    const shorter = { topics: [{ ...lane, goneWithinMs: 86_400_000 }] };
    const having = (undelivered?: number): BusState => ({
      ...inLine,
      topics: [{ ...inLine.topics[0]!, ...(undelivered === undefined ? {} : { undelivered }) }],
    });
    const steps = [
      'set retention.ms of ns.mou.report: 604800000 to 75600000',
      'set segment.ms of ns.mou.report: 85800000 to 10200000',
    ];
    expect(said(shorter, having(0))).toEqual(steps);
    expect(said(shorter, having(2))).toEqual([
      `${steps[0]}: 2 messages on it are undelivered and would be lost`,
      steps[1],
    ]);
    const longer = { topics: [{ ...lane, goneWithinMs: 80 * 86_400_000 }] };
    expect(planSteps(longer, having(2), {}, everybody).some((step) => 'undelivered' in step)).toBe(false);
    const without = { ...inLine, topics: [{ ...inLine.topics[0]!, settings: {}, undelivered: 1 }] };
    expect(said(wanted, without)).toContain(
      'set retention.ms of ns.mou.report: the default to 604800000: 1 message on it is undelivered and would be lost',
    );
  });

  it('say what a topic that nobody needs would lose, and what reaches further than the plan', () => {
    const old = { name: 'ns.old', partitions: 3, settings: SETTINGS };
    const wider = [{ ...stranger, name: '*' }];
    expect(
      said(wanted, {
        ...inLine,
        topics: [...inLine.topics, { ...old, undelivered: 4 }, { ...old, undelivered: 0 }],
        wider,
      }),
    ).toEqual([
      'delete the topic ns.old, which no instrument needs: 4 messages on it are undelivered and would be lost',
      'delete the topic ns.old, which no instrument needs: nothing on it is undelivered',
      'look at a right that reaches further than these lanes: stranger: read the topic *',
    ]);
  });

  it('give nothing to whom the bus knows no login of', () => {
    const steps = planSteps(wanted, { topics: [], rights: [], wider: [] }, {}, (principal) => principal !== 'police');
    expect(steps.filter(({ step }) => step === 'give-right').map(inWords)).toEqual([
      'give prison: write the topic ns.mou.report',
    ]);
  });

  it('lead from any bus to the plan’s rights alone, and a second time nowhere', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    const topic = fc.record({ name: word, writer: word, reader: fc.uniqueArray(word), groups: fc.uniqueArray(word) });
    const plans = fc.uniqueArray(topic, { selector: ({ name }) => name }).map((topics): TopicPlan => ({ topics }));
    fc.assert(
      fc.property(plans, plans, (before, after) => {
        const there: BusState = {
          topics: before.topics.map(({ name }) => ({ name, partitions: 1, settings: {}, undelivered: 0 })),
          rights: rightsOf(before),
          wider: [],
        };
        const result = planSteps(after, there, {}, everybody).reduce(taken, there);
        expect(new Set(result.rights.map(rightKey))).toEqual(new Set(rightsOf(after).map(rightKey)));
        expect(planSteps(after, result, {}, everybody)).toEqual([]);
      }),
    );
  });
});

/** A bus in memory, to see where steps lead. */
const taken = (state: BusState, step: Step): BusState => {
  const { topics, rights } = state;
  switch (step.step) {
    case 'take-right':
      return { ...state, rights: rights.filter((right) => rightKey(right) !== rightKey(step.right)) };
    case 'give-right':
      return { ...state, rights: [...rights, step.right] };
    case 'create-topic':
      return { ...state, topics: [...topics, { name: step.topic, partitions: 3, settings: step.settings }] };
    case 'add-partitions':
      return {
        ...state,
        topics: topics.map((one) => (one.name === step.topic ? { ...one, partitions: step.to } : one)),
      };
    case 'set-setting':
      return {
        ...state,
        topics: topics.map((one) =>
          one.name === step.topic ? { ...one, settings: { ...one.settings, [step.setting]: step.to } } : one,
        ),
      };
    case 'delete-topic':
      return { ...state, topics: topics.filter(({ name }) => name !== step.topic) };
    default:
      return state;
  }
};
