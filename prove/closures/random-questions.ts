// Random questions to random rules: most fit the schema, some do not.
import type { Request } from '@gatehouse/policy/closures';
import { oneOf } from '../faults/seeded.ts';
import {
  DATETIMES,
  DECIMALS,
  DURATIONS,
  FLOWS,
  LONGS,
  NO_DATETIMES,
  NO_DECIMALS,
  NO_DURATIONS,
  PEOPLE,
  RECORDS,
  TEXTS,
  type Type,
} from './schema.ts';

type Random = () => number;

const UNFIT: unknown[] = [null, 0.5, 1e300, 2 ** 60, 2 ** 63, 'text', true, [], {}, [null], { n: 1 }, '\ud800'];

const extension = (fn: string, arg: string, short: boolean): unknown => (short ? arg : { __extn: { fn, arg } });

export const randomQuestion = (random: Random): Request => {
  const chance = (share: number): boolean => random() < share;
  const short = chance(0.1);
  const spoils = chance(0.1);
  const flows = chance(0.9);

  const value = (type: Type): unknown => {
    if (spoils && chance(0.05)) return oneOf(random, UNFIT);
    if (typeof type !== 'string') return Array.from({ length: Math.floor(random() * 4) }, () => value(type.set));
    switch (type) {
      case 'Bool':
        return chance(0.5);
      case 'Long':
        return oneOf(random, LONGS);
      case 'String':
        return oneOf(random, TEXTS);
      case 'datetime':
        return extension(type, oneOf(random, spoils && chance(0.2) ? NO_DATETIMES : DATETIMES), short);
      case 'duration':
        return extension(type, oneOf(random, spoils && chance(0.2) ? NO_DURATIONS : DURATIONS), short);
      case 'decimal':
        return extension(type, oneOf(random, spoils && chance(0.2) ? NO_DECIMALS : DECIMALS), short);
      case 'Person': {
        const uid = { type: 'T::Person', id: oneOf(random, PEOPLE) };
        return short ? uid : { __entity: uid };
      }
      default:
        return record(type);
    }
  };

  const record = (type: string): Record<string, unknown> => {
    const attributes = Object.entries(RECORDS[type] ?? {}).flatMap(([name, { type: of, optional }]) => {
      if (optional && chance(0.4)) return chance(0.1) ? [[name, undefined] as const] : [];
      if (spoils && chance(0.02)) return [];
      return [[name, flows && ['flow', 's'].includes(name) ? oneOf(random, [...FLOWS, 'z@1/1']) : value(of)] as const];
    });
    return Object.fromEntries(spoils && chance(0.1) ? [...attributes, ['unheardOf', 1]] : attributes);
  };

  const named = (types: string[]) => ({ type: `T::${oneOf(random, types)}`, id: oneOf(random, PEOPLE) });
  return {
    principal: named(chance(0.9) ? ['Person'] : ['Person', 'Thing', 'Nobody']),
    action: { type: 'T::Action', id: oneOf(random, chance(0.97) ? ['low', 'other', 'apart'] : ['top', 'nothing']) },
    resource: named(chance(0.9) ? ['Thing'] : ['Person', 'Thing']),
    context: record('Context'),
  };
};
