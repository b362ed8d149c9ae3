// Figures of several rounds.

/** The value at or below which this share of them lies (nearest rank). `share`: 0 to 1. Infinity of none. */
export const quantile = (values: number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Infinity;
};

export const median = (values: number[]): number => quantile(values, 0.5);

export const spreadOf = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** To this many decimal places; 1 unless said. */
export const rounded = (value: number, places = 1): number => Number(value.toFixed(places));
