// disclose(): the ONE function that projects fields, for bus, feed, list, search, export and error texts alike.
// Promise: what comes out holds exactly the leaves named, each with its own value, and nothing else. Lists close up
// over withheld elements, so their number does not show; a container without a disclosed leaf is absent.
import { isFieldName } from './paths.ts';

const NOTHING = Symbol('nothing disclosed');

interface Named {
  paths: Set<string>;
  values: Record<string, number>;
}

const projectList = (list: unknown[], at: string, named: Named): unknown => {
  const kept = list.map((element, index) => projectNode(element, `${at}[${index}]`, named));
  const elements = kept.filter((element) => element !== NOTHING);
  return elements.length === 0 ? NOTHING : elements;
};

const projectObject = (object: object, at: string, named: Named): unknown => {
  const kept = Object.entries(object)
    .filter(([key]) => isFieldName(key))
    .map(([key, value]) => [key, projectNode(value, at === '' ? key : `${at}.${key}`, named)] as const)
    .filter(([, value]) => value !== NOTHING);
  return kept.length === 0 ? NOTHING : Object.fromEntries(kept);
};

const projectNode = (node: unknown, at: string, named: Named): unknown => {
  if (Array.isArray(node)) return projectList(node, at, named);
  if (node !== null && typeof node === 'object') return projectObject(node, at, named);
  return named.paths.has(at) ? (named.values[at] ?? node) : NOTHING;
};

/**
 * Projects a payload to the leaves named.
 * @param payload the owner-side record; it is not changed.
 * @param disclosedPaths exact leaf paths with owner-side indices, as a decision gives them.
 * @param values numbers to give instead of the true ones, as a decision about counts gives them.
 * @returns the projected payload; an empty object when nothing is named. Paths that are no leaf add nothing.
 */
export const disclose = (
  payload: unknown,
  disclosedPaths: Iterable<string>,
  values: Record<string, number> | null = null,
): unknown => {
  const projected = projectNode(payload, '', { paths: new Set(disclosedPaths), values: values ?? {} });
  return projected === NOTHING ? {} : projected;
};
