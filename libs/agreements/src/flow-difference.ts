// What changes in the flows. A flow is the product of its lists: whatever it newly offers shows as an element that one of its
// lists gained, as a condition that became weaker, or as a flow that was not there.
import { codeLists } from '@gatehouse/contracts';
import { byAmount, opposite, type Change, type Difference, type Effect } from './effect.ts';
import type { CompiledFlow } from './instrument.ts';
import { lengthOf, listed, periodInWords } from './words.ts';

const ALERTS = ['every type of alert'];

/** Each list of a flow: what its elements do when they are added, and in which words. */
const LISTS: [
  of: (flow: CompiledFlow) => string[],
  added: Effect,
  gains: string,
  loses: string,
  meanings?: Record<string, string>,
][] = [
  [({ consumers }) => consumers, 'widens', 'also goes to', 'no longer goes to'],
  [
    ({ purposes }) => purposes,
    'widens',
    'may also be asked for the purpose',
    'may no longer be asked for the purpose',
    codeLists.purposes,
  ],
  [
    ({ subjectCategories }) => subjectCategories,
    'widens',
    'may also be about',
    'may no longer be about',
    codeLists.subjectCategories,
  ],
  [({ projection }) => projection, 'widens', 'also shows the field', 'no longer shows the field'],
  [({ person }) => person.roles, 'widens', 'may also be read by', 'may no longer be read by'],
  [({ alertTypes }) => alertTypes ?? ALERTS, 'widens', 'also covers', 'no longer covers'],
  [({ foreign }) => (foreign ? foreign.countries : []), 'widens', 'may also go to', 'may no longer go to'],
  [({ special }) => (special ? special.fields : []), 'widens', 'where necessary also shows', 'no longer shows'],
  [({ person }) => person.training, 'narrows', 'needs the training', 'no longer needs the training'],
  [({ basis }) => basis ?? [], 'neutral', 'also rests on', 'no longer rests on'],
  [({ grading }) => (grading ? grading.scales : []), 'neutral', 'also uses the scale', 'no longer uses the scale'],
];

const listChanges = (before: CompiledFlow, after: CompiledFlow): Change[] =>
  LISTS.flatMap(([of, added, gains, loses, meanings = {}]) => {
    const [old, now] = [of(before), of(after)];
    const told = (codes: string[]) =>
      listed(codes.map((code) => (meanings[code] ? `${code} (${meanings[code]})` : code)));
    const more = now.filter((code) => !old.includes(code));
    const fewer = old.filter((code) => !now.includes(code));
    // A list that was unbounded, or becomes so: only the wider side is said.
    if (more[0] === ALERTS[0]) return [{ effect: 'widens' as const, says: `${gains} ${ALERTS[0]}` }];
    if (fewer[0] === ALERTS[0]) return [{ effect: 'narrows' as const, says: `covers only ${listed(now)}` }];
    return [
      ...(more.length > 0 ? [{ effect: added, says: `${gains} ${told(more)}` }] : []),
      ...(fewer.length > 0 ? [{ effect: opposite[added], says: `${loses} ${told(fewer)}` }] : []),
    ];
  });

/** Longer is wider; two periods that run from different ends cannot be compared, and are taken to widen. */
const longer = (was: string | null, is: string | null): Effect => {
  if (was === null || is === null) return is === null ? 'widens' : 'narrows';
  const [from, to] = [was, is].map((period) => ({ anchor: /^[A-Z_]+\+/.exec(period)?.[0], length: lengthOf(period) }));
  if (from?.anchor !== to?.anchor) return 'widens';
  return byAmount(from?.length ?? 0, to?.length ?? 0, 'widens');
};

const rank =
  (...order: string[]) =>
  (was: string, is: string): Effect =>
    order.indexOf(is) > order.indexOf(was) ? 'widens' : 'narrows';

const inWords = (period: string | null): string => (period === null ? 'nothing' : periodInWords(period));
const ONWARD = ['forbidden', 'originator-consent', 'allowed'];
const isGraded = ({ grading }: CompiledFlow) => (grading ? grading.each : 'none');
const deskOf = ({ juvenile }: CompiledFlow) => (juvenile ? juvenile.desk : 'nobody');

/** Each single term of a flow: its words, and what another value does. */
const termChanges = (was: CompiledFlow, is: CompiledFlow): Change[] => {
  const terms: [name: string, was: string | null, is: string | null, effect: Effect, periods?: true][] = [
    [
      'assignment',
      was.person.assignment,
      is.person.assignment,
      rank('required', 'none')(was.person.assignment, is.person.assignment),
    ],
    [
      'vetting',
      was.person.vetting,
      is.person.vetting,
      rank('L3', 'L2', 'L1', 'L0')(was.person.vetting, is.person.vetting),
    ],
    ['onward disclosure', was.onward, is.onward, rank(...ONWARD)(was.onward, is.onward)],
    ['juvenile matters go to', deskOf(was), deskOf(is), is.juvenile ? 'widens' : 'narrows'],
    ['consent of the person', was.consent ?? null, is.consent ?? null, was.consent ? 'widens' : 'narrows'],
    ['review after', was.retain.review, is.retain.review, longer(was.retain.review, is.retain.review), true],
    ['destruction after', was.retain.destroy, is.retain.destroy, longer(was.retain.destroy, is.retain.destroy), true],
    ['acknowledgement within', was.acknowledge, is.acknowledge, longer(was.acknowledge, is.acknowledge), true],
    ['grading', isGraded(was), isGraded(is), rank('paragraph', 'basis', 'none')(isGraded(was), isGraded(is))],
  ];
  return terms.flatMap(([name, old, now, effect, periods]) => {
    if (old === now) return [];
    const words = periods ? inWords : (value: string | null) => value ?? 'none';
    return [{ effect, says: `${name}: ${words(now)}, was ${words(old)}` }];
  });
};

const titleOf = ({ title, clause, product }: CompiledFlow): string => title ?? clause ?? product;

/** The old text of a flow: the one of its title, else another of its product that no title claims. */
const pair = (before: CompiledFlow[], after: CompiledFlow[]): Map<CompiledFlow, CompiledFlow> => {
  const same = (a: CompiledFlow, b: CompiledFlow) => a.product === b.product && a.producer === b.producer;
  const pairs = new Map<CompiledFlow, CompiledFlow>();
  const free = new Set(before);
  for (const alike of [(a: CompiledFlow, b: CompiledFlow) => same(a, b) && titleOf(a) === titleOf(b), same])
    for (const flow of after) {
      const old = pairs.has(flow) ? undefined : [...free].find((candidate) => alike(candidate, flow));
      if (!old) continue;
      pairs.set(flow, old);
      free.delete(old);
    }
  return pairs;
};

/** All differences between the flows of two texts. */
export const flowDifferences = (before: CompiledFlow[], after: CompiledFlow[]): Difference[] => {
  const pairs = pair(before, after);
  const kept = new Set(pairs.values());
  return [
    ...after.flatMap((flow): Difference[] => {
      const old = pairs.get(flow);
      const where = titleOf(flow);
      if (!old)
        return [{ effect: 'widens', where, says: `is a new flow of ${flow.product} to ${listed(flow.consumers)}` }];
      return [...listChanges(old, flow), ...termChanges(old, flow)].map((change) => ({ ...change, where }));
    }),
    ...before
      .filter((flow) => !kept.has(flow))
      .map((flow): Difference => ({ effect: 'narrows', where: titleOf(flow), says: 'is no flow any more' })),
  ];
};
