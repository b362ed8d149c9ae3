// The closure compiler with one fault planted at a time: a copy of its files, changed at one place, loaded beside it. Whoever
// holds the closures against Cedar has to notice each of them, or his finding no difference says nothing.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Compiler } from './engines.ts';

export interface Mutant {
  name: string;
  file: string;
  from: string;
  to: string;
}

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({ name, file, from, to });

export const MUTANTS: readonly Mutant[] = [
  mutant(
    '&& looks at both sides',
    'expression.ts',
    'asBoolean(l.run(at)) && asBoolean(r.run(at))',
    '[asBoolean(l.run(at)), asBoolean(r.run(at))].every(Boolean)',
  ),
  mutant(
    '|| looks at both sides',
    'expression.ts',
    'asBoolean(l.run(at)) || asBoolean(r.run(at))',
    '[asBoolean(l.run(at)), asBoolean(r.run(at))].some(Boolean)',
  ),
  mutant(
    'a condition may be no truth value',
    'rule.ts',
    "kind === 'when' ? (at) => asBoolean(run(at))",
    "kind === 'when' ? (at) => run(at) !== false",
  ),
  mutant('unless means when', 'rule.ts', ': (at) => !asBoolean(run(at))', ': (at) => asBoolean(run(at))'),
  mutant(
    'the branches of if change places',
    'expression.ts',
    '? then.run(at) : otherwise.run(at)',
    '? otherwise.run(at) : then.run(at)',
  ),
  mutant(
    'a number too large wraps',
    'long.ts',
    'if (exact < MIN || exact > MAX) throw erred;',
    'exact = BigInt.asIntN(64, exact);',
  ),
  mutant('a large number is rounded', 'long.ts', 'if (Number.isSafeInteger(result)) return result;', 'return result;'),
  mutant(
    'an attribute of what is not there is there',
    'expression.ts',
    'if (!hasAttribute(value, name)) return false;',
    'if (!hasAttribute(value, name)) return true;',
  ),
  mutant(
    'a missing attribute is no error',
    'operators.ts',
    'if (!hasAttribute(value, name)) throw erred;',
    'if (!hasAttribute(value, name)) return false;',
  ),
  mutant(
    'attributes are inherited',
    'operators.ts',
    'if (Object.hasOwn(value, name)) return true;',
    'if (name in value) return true;',
  ),
  mutant(
    'an asterisk is no text',
    'operators.ts',
    "if (part === 'Wildcard')",
    "if (part === 'Wildcard' || part.Literal === '*')",
  ),
  mutant('a pattern may end anywhere', 'operators.ts', '|| !value.endsWith(last)', '|| !value.includes(last)'),
  mutant(
    'sets are equal in order alone',
    'value.ts',
    'isSet(other) && includesAll(one, other) && includesAll(other, one)',
    'isSet(other) && one.length === other.length && one.every((each, place) => equals(each, other[place]!))',
  ),
  mutant(
    'sets are equal as often as their elements',
    'value.ts',
    'isSet(other) && includesAll(one, other)',
    'isSet(other) && one.length === other.length && includesAll(one, other)',
  ),
  mutant(
    'containsAll is containsAny',
    'operators.ts',
    'includesAll(asSet(set), asSet(others))',
    'includesAny(asSet(set), asSet(others))',
  ),
  mutant(
    'types may be mixed where values are compared',
    'operators.ts',
    "|| value.name === 'decimal') throw erred",
    "|| value.name === 'decimal') return 0",
  ),
  mutant('what erred is false', 'authorise.ts', 'erring.push(id);', ''),
  mutant(
    'a permit outweighs a forbid',
    'authorise.ts',
    'holding.permit.length > 0 && holding.forbid.length === 0',
    'holding.permit.length > 0',
  ),
  mutant('without a rule it is yes', 'authorise.ts', 'holding.permit.length > 0 && holding.forbid', 'holding.forbid'),
  mutant(
    'no action belongs to a group',
    'rule.ts',
    'return (action) => within(action, entities) === true;',
    'return (action) => entities.some((entity) => action.is(entity));',
  ),
  mutant('groups of groups are forgotten', 'schema.ts', '[parent, ...above(parent, parents)]', '[parent]'),
  mutant('the principal is not looked at', 'rule.ts', "scope('principal', json.principal, ancestors), ", ''),
  mutant(
    'a rule of two flows is of the first alone',
    'rule.ts',
    'texts.every((text) => text !== null) ? texts.flat()',
    'texts.every((text) => text !== null) ? texts.flat().slice(0, 1)',
  ),
  mutant('every equality names a flow', 'rule.ts', "read?.attr === 'flow' &&", 'read &&'),
  mutant(
    'a flow after unless is a flow',
    'rule.ts',
    "if (first?.kind !== 'when') return null;",
    'if (!first) return null;',
  ),
  mutant('dates before 1970 are rounded up', 'long.ts', 'rest < 0n ? rest + step : rest', 'rest'),
  mutant(
    'the offset of a time is added',
    'extension.ts',
    "sign === '-' ? -offset : offset",
    "sign === '-' ? offset : -offset",
  ),
  mutant(
    'a decimal below one has no sign',
    'extension.ts',
    "return long(sign === '-' ? -amount : amount);",
    "return long(sign === '-' && amount > 9999n ? -amount : amount);",
  ),
  mutant(
    'every question has the context it should',
    'read-context.ts',
    "throw new Unfit('an attribute is missing')",
    'continue',
  ),
  mutant(
    'an attribute nobody knows is let in',
    'read-context.ts',
    "throw new Unfit('an attribute nobody knows')",
    'continue',
  ),
  mutant('whoever asks may ask', 'authorise.ts', '!shape.principals.has(principal.type) ||', ''),
];

const COMPILER = join(import.meta.dirname, '../../libs/policy/src/closures');
// Below the packages, so that the copy finds Cedar, and where nothing else looks.
const PLACE = join(import.meta.dirname, '../../node_modules/.cache/mutant-');

/**
 * Works with a compiler that has a fault planted.
 * @throws Error when the place for the fault is not there exactly once: then the list is out of date
 */
export const withMutant = async <T>({ name, file, from, to }: Mutant, work: (compiler: Compiler) => T): Promise<T> => {
  const folder = await mkdtemp(PLACE);
  try {
    await cp(COMPILER, folder, { recursive: true, filter: (path) => !path.endsWith('.spec.ts') });
    const path = join(folder, file);
    const source = await readFile(path, 'utf8');
    if (source.split(from).length !== 2) throw new Error(`the fault '${name}' has no place in ${file} any more`);
    await writeFile(
      path,
      source.replace(from, () => to),
    );
    return work((await import(pathToFileURL(join(folder, 'index.ts')).href)) as Compiler);
  } finally {
    await rm(folder, { recursive: true });
  }
};
