// P5: a whole decision about an alert, question built, every instrument in the bundle. Contenders take turns; each answers the same
// twelve questions alike before it is measured. The hand-written function and OPA's policy know one flow of one agreement; ours
// finds out which of all instruments rules, and gives obligations, clauses and every failing reason beside.
import { decisionPoint, useEngine, type EngineSettings, type Question } from '@gatehouse/policy';
import type { Peer, Row } from '../frame.ts';
import { median, quantile, rounded, spreadOf } from '../statistics.ts';
import { decideByHand, todayOf, type Answered } from './by-hand.ts';
import { startOpa } from './opa.ts';
import { everyInstrument, products, QUESTIONS } from './questions.ts';

interface Contender {
  name: string;
  version: string;
  decide: (q: Question) => Answered | Promise<Answered>;
  /** how many decisions a round */
  count: number;
  /** ours as a share of its time: what was promised */
  wanted?: number;
}

/** Microseconds of each decision of a round. */
const roundOf = async ({ decide, count }: Contender): Promise<number[]> => {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const began = performance.now();
    const answer = decide(QUESTIONS[n % QUESTIONS.length]!);
    if (answer instanceof Promise) await answer;
    times.push((performance.now() - began) * 1000);
  }
  return times;
};

const CLOSURES: EngineSettings = { decides: 'closures', shadowed: 0.01 };

const ours = (): Contender['decide'] => {
  const point = decisionPoint(everyInstrument(), products);
  return (q) => {
    const { effect, reason, disclosedPaths: paths } = point.decide(q);
    return { effect, reason, paths };
  };
};

const answersOf = async ({ decide }: Contender): Promise<string[][]> => {
  const answers: string[][] = [];
  for (const q of QUESTIONS) {
    const { effect, reason, paths } = await decide(q);
    answers.push([effect, reason, ...paths]);
  }
  return answers;
};

/** @throws Error naming the contender that answers otherwise than the first */
const refuseDifferent = async (contenders: readonly Contender[]): Promise<void> => {
  const [first, ...others] = await Promise.all(contenders.map(answersOf));
  const different = others.findIndex((answers) => JSON.stringify(answers) !== JSON.stringify(first));
  if (different >= 0) throw new Error(`${contenders[different + 1]?.name} answers otherwise: nothing can be compared`);
};

export const benchP5 = async (quick: boolean): Promise<Row[]> => {
  const opa = await startOpa();
  const settings = new Map<Contender, EngineSettings>();
  const engine = (name: string, set: EngineSettings, count: number): Contender => {
    const contender = { name, version: '4.13.0', decide: ours(), count };
    settings.set(contender, set);
    return contender;
  };
  const many = quick ? 2_000 : 20_000;
  const input = (question: Question) => ({ question, today: todayOf(question) });
  const contenders: Contender[] = [
    engine('closures', CLOSURES, many),
    engine('cedar-wasm', { decides: 'cedar-wasm', shadowed: 0 }, many / 10),
    { name: 'a function by hand', version: '-', decide: (q) => decideByHand(q, todayOf(q)), count: many },
    ...(opa
      ? [
          {
            name: 'OPA over HTTP',
            version: opa.version,
            decide: (q: Question) => opa.overHttp(JSON.stringify({ input: input(q) })),
            count: many / 10,
            wanted: 0.2,
          },
          {
            name: 'OPA as WebAssembly',
            version: opa.version,
            decide: (q: Question) => opa.wasm(input(q)),
            count: many / 2,
            wanted: 1,
          },
        ]
      : []),
  ];
  const turn = async (contender: Contender): Promise<number[]> => {
    useEngine(settings.get(contender) ?? CLOSURES);
    return roundOf(contender);
  };
  try {
    await refuseDifferent(contenders);
    const rounds = quick ? 3 : 5;
    const figures = contenders.map((): number[][] => []);
    for (let n = 0; n <= rounds; n += 1)
      for (const [place, contender] of contenders.entries()) {
        const times = await turn(contender);
        if (n > 0) figures[place]?.push(times);
      }
    return rowsOf(contenders, figures, opa ? null : 'OPA was not to be had: no opa on the path');
  } finally {
    await opa?.stop();
  }
};

const rowsOf = (contenders: Contender[], figures: number[][][], missing: string | null): Row[] => {
  const at = (place: number, share: number): number[] => (figures[place] ?? []).map((times) => quantile(times, share));
  const peersAt = (share: number): Peer[] =>
    contenders.slice(1).map(({ name, version, wanted }, index) => {
      const figure = median(at(index + 1, share));
      const ratio = rounded(median(at(0, share)) / figure, 3);
      return { name, version, figure: rounded(figure), ratio, ...(wanted !== undefined && { wanted }) };
    });
  const [p99, p50] = [at(0, 0.99), at(0, 0.5)];
  const common = { unit: 'us', control: null, conditions: missing };
  const medians = peersAt(0.5);
  const promised = medians.filter(({ wanted }) => wanted !== undefined);
  return [
    {
      ...common,
      id: 'P5',
      what: 'a whole decision about an alert by closures, p99, one question in a hundred held against cedar-wasm',
      figure: rounded(median(p99)),
      goal: 200,
      met: median(p99) <= 200,
      peers: peersAt(0.99).map(({ wanted: _wanted, ...peer }) => peer),
      spread: spreadOf(p99.map((each) => rounded(each))),
    },
    {
      ...common,
      id: 'P5.median',
      what: 'the same, median',
      figure: rounded(median(p50)),
      goal: null,
      met: promised.length > 0 ? promised.every(({ ratio = 1, wanted = 0 }) => ratio <= wanted) : null,
      peers: medians,
      spread: spreadOf(p50.map((each) => rounded(each))),
    },
  ];
};
