// The checker of a run under faults first sees each thing it is for: planted one by one into facts that are as they should be.
import { expect, it } from '@jest/globals';
import { violationsOf, type Facts } from './check.ts';

const sound = (): Facts => {
  const share = (recipient: string) => [
    { itemId: 'alert-1', recipient },
    { itemId: 'notice-1', recipient },
  ];
  const effects: Facts['effects'] = [
    { kind: 'observation', id: 'SIR-1', itemId: null },
    { kind: 'alert', id: 'alert-1', itemId: 'alert-1' },
    { kind: 'clearance', id: 'alert-1', itemId: 'notice-1' },
  ];
  const commands = effects.map(({ kind, id }) => ({ kind, id }));
  const shares = [...share('kz-police'), ...share('kz-prison-service/governor')];
  const written = [1, 2, 3].map((number) => ({ source: 'prison-intelligence', number, entry: `e${number}` }));
  return {
    accepted: commands,
    unanswered: 0,
    effects,
    recordedEffects: structuredClone(commands),
    recipients: {
      alert: ['kz-police', 'kz-prison-service/governor'],
      clearance: ['kz-police', 'kz-prison-service/governor'],
    },
    decisions: shares,
    recordedDecisions: structuredClone(shares),
    receipts: structuredClone(shares),
    arrivals: [
      { itemId: 'alert-1', messageId: 'm1', key: 'k', sequence: 1, predecessor: null },
      { itemId: 'notice-1', messageId: 'm2', key: 'k', sequence: 2, predecessor: 'm1' },
    ],
    recordedArrivals: ['alert-1', 'notice-1'],
    stuck: { 'the outbox': 0 },
    written,
    kept: written.map((record) => ({ ...record, logIndex: record.number - 1 })),
    log: ['e1', 'e2', 'e3'],
  };
};

it('finds nothing where everything is as it should be', () => expect(violationsOf(sound())).toEqual([]));

it.each<[string, (facts: Facts) => unknown, string[]]>([
  [
    'an acknowledged command without its event',
    (f) => (f.effects.shift(), f.recordedEffects.shift()),
    ['lost: observation SIR-1'],
  ],
  [
    'an event for a command that was sent twice',
    (f) => (f.effects.push(f.effects[0]!), 0),
    ['twice: observation SIR-1'],
  ],
  [
    'a second event under another id',
    (f) => (
      f.effects.push({ kind: 'observation', id: 'SIR-2', itemId: null }),
      f.recordedEffects.push({ kind: 'observation', id: 'SIR-2' })
    ),
    ['invented: observation SIR-2, which nobody was told was accepted'],
  ],
  ['an event without its record', (f) => f.recordedEffects.shift(), ['not recorded: observation SIR-1']],
  [
    'a record without its event',
    (f) => f.recordedEffects.push({ kind: 'observation', id: 'SIR-9' }),
    ['recorded without effect: observation SIR-9'],
  ],
  [
    'a recipient who was forgotten',
    (f) => (f.decisions.pop(), f.recordedDecisions.pop()),
    ['lost: notice-1 to kz-prison-service/governor was never decided'],
  ],
  ['a decision taken twice', (f) => f.decisions.push(f.decisions[0]!), ['twice: alert-1 to kz-police was decided']],
  ['a decision without its record', (f) => f.recordedDecisions.shift(), ['not recorded: alert-1 to kz-police']],
  ['a receipt that never came', (f) => f.receipts.shift(), ['lost: alert-1 to kz-police has no receipt']],
  [
    'an item that did not arrive',
    (f) => (f.arrivals.pop(), f.recordedArrivals.pop()),
    ['lost: notice-1 did not arrive'],
  ],
  [
    'an item that had its effect twice',
    (f) => f.arrivals.push({ ...f.arrivals[1]! }),
    [
      'twice: message m2 had its effect',
      'twice: notice-1 arrived',
      'out of order: notice-1 has number 2 and came as number 3 of its key',
    ],
  ],
  [
    'a successor before its predecessor',
    (f) => f.arrivals.reverse(),
    [
      'out of order: notice-1 has number 2 and came as number 1 of its key',
      'out of order: alert-1 has number 1 and came as number 2 of its key',
    ],
  ],
  ['an arrival without its record', (f) => f.recordedArrivals.pop(), ['not recorded: notice-1']],
  ['something that waits for ever', (f) => (f.stuck = { 'the outbox': 2 }), ['stuck: 2 in the outbox']],
  ['a record that was not kept', (f) => f.kept.splice(1, 1), ['not proven: prison-intelligence/2 e2 is not kept']],
  [
    'a record whose commitment is not in the log',
    (f) => (f.log[2] = 'another'),
    ['not proven: prison-intelligence/3 e3 does not stand in the log'],
  ],
  [
    'a gap in the numbers of a source',
    (f) => ((f.written[2]!.number = 4), (f.kept[2]!.number = 4)),
    ['not proven: a record of prison-intelligence has the number 4'],
  ],
])('sees %s', (_what, plant, named) => {
  const facts = sound();
  plant(facts);
  expect(violationsOf(facts)).toEqual(named);
});

it('lets each command that nobody answered have happened once, and no more', () => {
  const facts = sound();
  facts.accepted.shift();
  facts.unanswered = 1;
  expect(violationsOf(facts)).toEqual([]);
  facts.unanswered = 0;
  expect(violationsOf(facts)).toHaveLength(1);
});
