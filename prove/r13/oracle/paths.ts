// Paths of a payload: a path names a leaf or a subtree, `[]` any index.

export interface Leaf {
  path: string;
  value: unknown;
}

/** Every leaf of a payload with its exact path. */
export const leavesOf = (value: unknown, path = ''): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((element, index) => leavesOf(element, `${path}[${index}]`));
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
};

/** A path with any index in place of each index. */
export const shapeOf = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

const stepsOf = (path: string): string[] => path.match(/[A-Za-z][A-Za-z0-9]*|\[\d*\]/g) ?? [];

const stepMatches = (step: string, other: string | undefined): boolean =>
  step === other || (step === '[]' && (other?.startsWith('[') ?? false)) || (other === '[]' && step.startsWith('['));

/** Whether a path names a leaf, itself or through a subtree. */
export const names = (path: string, leaf: string): boolean => {
  const steps = stepsOf(leaf);
  return stepsOf(path).every((step, index) => stepMatches(step, steps[index]));
};

/** The list element a leaf stands in, counted from the outside; the leaf itself where it stands in none. */
export const elementOf = (path: string): string => /^[^[]*\[\d+\]/.exec(path)?.[0] ?? path;
