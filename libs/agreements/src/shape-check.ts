// The form of an instrument: its JSON Schema, each fault at its line with what to write instead.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { instrumentSchema } from '@gatehouse/contracts';
import { clauseOf } from './clause-of.ts';
import { pointerOf, type Path, type Positions } from './document.ts';
import type { CompileError } from './instrument.ts';
import { didYouMean } from './suggestions.ts';

/** The schema is ours: whether it is one is seen when it is changed (`shape-check.spec.ts`) and not at every start. */
const compileSchema = (): ValidateFunction => {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    validateSchema: false,
  });
  formats.default(ajv);
  return ajv.compile(instrumentSchema());
};

let validator: ValidateFunction | undefined;

const pathOf = (document: unknown, pointer: string): Path => {
  const path: Path = [];
  let node = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(node) ? Number(key) : key;
    path.push(step);
    node = (node as Record<string | number, unknown> | undefined)?.[step];
  }
  return path;
};

/** `flows[0].person.roles`, for a reader. */
export const spoken = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  ) || 'the document';

type Said = Omit<CompileError, 'clause' | 'pointer'> & { path: Path };

const unknownKey = (error: ErrorObject, path: Path, positions: Positions): Said => {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  const meant = didYouMean(key, known);
  const where = positions.ofKey([...path, key]);
  const asMeant = known.find((name) => meant?.includes(` ${name}?`)) ?? key;
  return {
    ...where,
    path: [...path, asMeant],
    message: `unknown key ${key} in ${spoken(path)}`,
    suggestion: meant ?? (known.length > 0 ? `one of ${known.join(', ')}` : null),
  };
};

/** What the schema says of a form, where a bare pattern would say nothing to a reader. */
const inWords = (error: ErrorObject): { message: string; suggestion: string | null } | null => {
  const { title, examples } = (error.parentSchema ?? {}) as { title?: string; examples?: unknown[] };
  if (error.keyword !== 'pattern' || title === undefined) return null;
  return { message: `must be ${title}`, suggestion: examples?.length ? `for example ${String(examples[0])}` : null };
};

const wrongValue = (error: ErrorObject, path: Path, positions: Positions): Said => {
  const allowed = error.params['allowedValues'] as unknown[] | undefined;
  const worded = inWords(error);
  const suggestion = allowed
    ? (didYouMean(String(error.data), allowed.map(String)) ?? `one of ${allowed.join(', ')}`)
    : (worded?.suggestion ?? null);
  const message = `${spoken(path)} ${worded?.message ?? error.message ?? 'is not valid'}`;
  return { ...positions.of(path), path, message, suggestion };
};

const say = (error: ErrorObject, document: unknown, positions: Positions): Said => {
  const path = pathOf(document, error.instancePath);
  if (error.keyword === 'additionalProperties') return unknownKey(error, path, positions);
  if (error.keyword === 'required') {
    const key = String(error.params['missingProperty']);
    const message = `${key} is missing in ${spoken(path)}`;
    return { ...positions.of(path), path: [...path, key], message, suggestion: `add ${key}:` };
  }
  return wrongValue(error, path, positions);
};

const describe = (error: ErrorObject, document: unknown, positions: Positions): CompileError => {
  const { path, ...said } = say(error, document, positions);
  const key = error.keyword === 'additionalProperties' ? [String(error.params['additionalProperty'])] : [];
  return { ...said, ...clauseOf(document, path), pointer: error.instancePath + pointerOf(key) };
};

/** Whether a key is missing only because it stands there misspelt, which is reported already. */
const isMisspelt = (missing: ErrorObject, all: ErrorObject[]): boolean =>
  missing.keyword === 'required' &&
  all.some(
    ({ keyword, instancePath, params }) =>
      keyword === 'additionalProperties' &&
      instancePath === missing.instancePath &&
      didYouMean(String(params['additionalProperty']), [String(missing.params['missingProperty'])]) !== null,
  );

// Said again by the keyword that holds them together.
const INNER = new Set(['const', 'if', 'oneOf']);

/** Faults of form: unknown keys, missing keys, wrong types and values. Empty when the form is right. */
export const checkShape = (document: unknown, positions: Positions): CompileError[] => {
  validator ??= compileSchema();
  if (validator(document)) return [];
  const all = validator.errors ?? [];
  return all
    .filter((error) => !INNER.has(error.keyword) && !isMisspelt(error, all))
    .map((error) => describe(error, document, positions));
};
