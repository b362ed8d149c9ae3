// Who stands at each rung of the ladder at an instant, as the unit's rota says.
import type { OnCall } from '../duty-rota/duty-rota.events.ts';
import { dutyAt, type DutyRota } from '../duty-rota/duty-rota.decider.ts';
import type { Level } from './acknowledgement-clock.events.ts';

/** @param at RFC 3339 UTC */
export const callable = (rota: DutyRota, at: string): Record<Level, OnCall[]> => {
  const duty = dutyAt(rota, at);
  const [first, ...further] = rota.line;
  const rungs = {
    duty: duty ? [duty.holder] : [],
    deputies: duty?.deputies ?? [],
    'first-above': first ? [first] : [],
    'further-above': further,
  };
  return { ...rungs, everybody: oncePerPerson(Object.values(rungs).flat()) };
};

const oncePerPerson = (people: OnCall[]): OnCall[] =>
  people.filter(({ person }, index) => people.findIndex((other) => other.person === person) === index);
