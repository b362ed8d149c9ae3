// From the timers that the agreed texts set and those that stand to the steps between. Pure.
import { unreachable } from '@gatehouse/event-store/decider';
import type { Timer } from '@gatehouse/policy-registry';

/** One thing to do to a timer, said before it is done. */
export type TimerStep =
  | { step: 'set-timer'; timer: Timer }
  | { step: 'move-timer'; timer: Timer; from: string }
  | { step: 'drop-timer'; timer: Pick<Timer, 'instrumentId' | 'name'>; from: string };

const keyOf = ({ instrumentId, name }: Pick<Timer, 'instrumentId' | 'name'>): string => `${instrumentId} ${name}`;

/** None where a newer text says what the older one said. */
export const timerSteps = (wanted: readonly Timer[], standing: readonly Timer[]): TimerStep[] => {
  const [set, kept] = [new Map(standing.map((one) => [keyOf(one), one])), new Set(wanted.map(keyOf))];
  return [
    ...wanted.flatMap((timer): TimerStep[] => {
      const from = set.get(keyOf(timer))?.due;
      if (from === timer.due) return [];
      return [from === undefined ? { step: 'set-timer', timer } : { step: 'move-timer', timer, from }];
    }),
    ...standing
      .filter((one) => !kept.has(keyOf(one)))
      .map(({ instrumentId, name, due }): TimerStep => {
        return { step: 'drop-timer', timer: { instrumentId, name }, from: due };
      }),
  ];
};

/** Lines for whoever reads a plan. What a text sets that is new as a whole is one line: nothing of it moves. */
export const timersInWords = (steps: readonly TimerStep[]): string[] =>
  [...Map.groupBy(steps, ({ timer }) => timer.instrumentId)].flatMap(([instrumentId, its]) => {
    const set = its.filter((one) => one.step === 'set-timer');
    if (set.length < its.length || set.length < MANY) return its.map(inWords);
    return [`set ${set.length} timers of ${instrumentId}, by version ${set[0]?.timer.version}`];
  });

const MANY = 5;

const inWords = (step: TimerStep): string => {
  const { instrumentId, name } = step.timer;
  switch (step.step) {
    case 'set-timer':
      return `set the timer ${name} of ${instrumentId}: ${step.timer.due}, by version ${step.timer.version}`;
    case 'move-timer':
      return `move the timer ${name} of ${instrumentId}: ${step.from} to ${step.timer.due}, by version ${step.timer.version}`;
    case 'drop-timer':
      return `drop the timer ${name} of ${instrumentId}: ${step.from}, which no text sets any more`;
    default:
      return unreachable(step);
  }
};
