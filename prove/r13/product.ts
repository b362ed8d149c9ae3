// The program as the matrix asks it: what the runner of the cases does with a case, but what many cells share is compiled once.
import { loadProducts } from '@gatehouse/contracts';
import { decisionPoint } from '@gatehouse/policy';
import { bundleOf, productsOf, questionOf } from '../../tests/cases/decide-case.ts';
import type { NeedToKnowCase } from '../../tests/cases/need-to-know-case.ts';
import type { Answer, Cell } from './case.ts';

export type Decide = (cell: Cell) => Answer;

type Point = ReturnType<typeof decisionPoint>;

const KEPT = 300;
const kept = new Map<string, Point>();
const contracts = loadProducts();

const pointOf = (cell: NeedToKnowCase): Point => {
  const { agreements, bundle, item, otherItems = [] } = cell;
  const shown = [item, ...otherItems].map(({ product: name, categories }) => [name, categories]);
  const key = JSON.stringify([agreements, bundle.maxAgeSeconds, shown]);
  const known = kept.get(key);
  kept.delete(key);
  if (known) return kept.set(key, known) && known;
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  const products = productsOf(cell, contracts);
  const point = decisionPoint(bundleOf(cell, products), products);
  kept.set(key, point);
  return point;
};

/** The program's answer to a cell. */
export const product: Decide = (cell) => {
  const given = cell as unknown as NeedToKnowCase;
  return pointOf(given).decide(questionOf(given)) as unknown as Answer;
};
