// Whom, what and which actions a random rule is about.
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { oneOf } from '../faults/seeded.ts';
import { PEOPLE } from './schema.ts';

type Random = () => number;

/** Which principals or resources a rule is about: mostly all. */
export const randomScope = (random: Random, types: string[]): PolicyJson['principal'] => {
  if (random() < 0.7) return { op: 'All' };
  const [type, id] = [`T::${oneOf(random, types)}`, oneOf(random, PEOPLE)];
  const form = oneOf(random, ['==', 'in', 'is', 'is in'] as const);
  if (form === '==') return { op: form, entity: { type, id } };
  if (form === 'in') return { op: form, entity: { type, id } };
  return { op: 'is', entity_type: type, ...(form === 'is in' && { in: { entity: { type, id } } }) };
};

const named = (random: Random) => ({
  type: 'T::Action',
  id: oneOf(random, ['top', 'middle', 'low', 'other', 'apart']),
});
/** Which actions a rule is about: all, one, or groups. */
export const randomActions = (random: Random): PolicyJson['action'] => {
  if (random() < 0.5) return { op: 'All' };
  if (random() < 0.4) return { op: '==', entity: named(random) };
  return random() < 0.5 ? { op: 'in', entity: named(random) } : { op: 'in', entities: [named(random), named(random)] };
};
