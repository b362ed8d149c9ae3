// The rules that are in use, instrument by instrument, and random questions to them: of the shape the schema says, of words the
// rules themselves speak of, so that most rules hold now and then.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { dutyRules, listContracts, policySchema, readContract, staticRules } from '@gatehouse/contracts';
import type { Request } from '@gatehouse/policy/closures';
import { oneOf } from '../faults/seeded.ts';

type Random = () => number;

/** Texts by rule id. */
export type Rules = Record<string, string>;

const rulesOf = (texts: readonly string[]): Rules =>
  Object.fromEntries(
    texts.flatMap((text) => {
      const parts = cedar.policySetTextToParts(text);
      if (parts.type === 'failure') throw new Error('a text of the contracts is no Cedar');
      return parts.policies.map((policy): [string, string] => [/@id\("([^"]+)"\)/.exec(policy)?.[1] ?? '', policy]);
    }),
  );

/** The rules every instrument is decided with, each instrument's with them, and the duties. */
export const ruleSets = (): Rules[] => {
  const common = staticRules().map(({ text }) => text);
  const instruments = listContracts('generated/instruments', '.cedar').map(readContract);
  return [rulesOf(common), ...instruments.map((text) => rulesOf([...common, text])), rulesOf([dutyRules().text])];
};

interface Type {
  type: string;
  name?: string;
  element?: Type;
  attributes?: Record<string, Type & { required?: boolean }>;
}

interface Namespace {
  commonTypes: Record<string, Type>;
  actions: Record<string, { appliesTo?: { principalTypes: string[]; resourceTypes: string[]; context?: Type } }>;
}

const WORD = /"([^"\n]*)"/g;
const NUMBERS = [-1, 0, 1, 2, 3, 23, 24, 71, 72, 199, 200, 201, 1_000];
const DAYS = ['2025-12-31', '2026-01-01', '2026-11-22', '2027-05-31', '2028-12-31', '2029-01-01'];

/** The words that stand near an attribute in the rules, by its name. */
const wordsOf = (rules: readonly Rules[]): Map<string, string[]> => {
  const words = new Map<string, Set<string>>();
  const texts = new Set(rules.flatMap((each) => Object.values(each)));
  for (const text of texts)
    for (const [sentence] of text.slice(text.indexOf(')')).matchAll(/[^&|;{}]*\.[^&|;{}]*/g))
      for (const [, name = ''] of sentence.matchAll(/\.(\w+)/g)) {
        const known = words.get(name) ?? new Set<string>();
        for (const [, word = ''] of sentence.matchAll(WORD)) known.add(word);
        words.set(name, known);
      }
  return new Map([...words].map(([name, known]) => [name, [...known]]));
};

const resolve = (): [string, Namespace] => {
  const answer = cedar.schemaToJsonWithResolvedTypes(policySchema());
  if (answer.type === 'failure') throw new Error('the schema is none');
  return Object.entries(answer.json as unknown as Record<string, Namespace>)[0]!;
};

let resolved: [string, Namespace] | undefined;

/** Asks at random: of any action, or of those named. */
export const questioner = (rules: readonly Rules[], of?: readonly string[]) => {
  const [namespace, { actions, commonTypes }] = (resolved ??= resolve());
  const words = wordsOf(rules);
  const asked = Object.entries(actions).filter(
    ([id, { appliesTo }]) => (appliesTo?.principalTypes.length ?? 0) > 0 && (of?.includes(id) ?? true),
  );

  return (random: Random): Request => {
    const chance = (share: number): boolean => random() < share;
    // Few words a question, so that they meet: a case is that of the item, a role is the one asked for.
    const few = new Map<string, string[]>();
    const word = (name: string): string => {
      const all = [...(words.get(name) ?? []), 'KZ-2026-114', 'kz-police', ''];
      const these = few.get(name) ?? Array.from({ length: 3 }, () => oneOf(random, all));
      few.set(name, these);
      return oneOf(random, these);
    };
    const value = (name: string, type: Type): unknown => {
      switch (type.type) {
        case 'String':
          return word(name);
        case 'Long':
          return oneOf(random, NUMBERS);
        case 'Bool':
          return chance(0.1);
        case 'datetime':
          return { __extn: { fn: 'datetime', arg: oneOf(random, DAYS) } };
        case 'Entity':
          return { __entity: { type: type.name, id: word('agency') } };
        case 'Set':
          return Array.from({ length: Math.floor(random() * 4) }, () =>
            value(name, type.element ?? { type: 'String' }),
          );
        case 'Record':
          return Object.fromEntries(
            Object.entries(type.attributes ?? {}).flatMap(([attribute, of]) =>
              (of.required === false && chance(0.4)) || chance(0.0005) ? [] : [[attribute, value(attribute, of)]],
            ),
          );
        default:
          return value(name, commonTypes[type.type.slice(namespace.length + 2)] ?? { type: 'String' });
      }
    };
    const [action, { appliesTo }] = oneOf(random, asked);
    const resource = appliesTo?.resourceTypes[0] ?? '';
    return {
      principal: { type: appliesTo?.principalTypes[0] ?? '', id: word('agency') },
      action: { type: `${namespace}::Action`, id: action },
      resource: { type: resource, id: word('name') },
      context: value('context', appliesTo?.context ?? { type: 'Record' }),
    };
  };
};
