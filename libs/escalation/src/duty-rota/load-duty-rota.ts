import { readStream, type Queryable } from '@gatehouse/event-store';
import { dutyRotaDecider, type DutyRota } from './duty-rota.decider.ts';
import { dutyRotaStream, type DutyRotaEvent } from './duty-rota.events.ts';

/** A unit's rota as its stream stands; empty for a unit that never had one. */
export const loadDutyRota = async (queryable: Queryable, unit: string): Promise<DutyRota> => {
  const events = await readStream(queryable, dutyRotaStream(unit));
  return events.reduce(
    (rota, event) => dutyRotaDecider.evolve(rota, event as unknown as DutyRotaEvent),
    dutyRotaDecider.initial(),
  );
};
