const WORDS = ['title', 'clause', 'name', 'legalBasis', 'clauses', 'basis', 'special', 'grading'];

/** A document without its words and clauses: what the compact agreements of the cases hold. */
export const compact = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(compact);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !WORDS.includes(key))
      .map(([key, inner]) => [key, compact(inner)]),
  );
};
