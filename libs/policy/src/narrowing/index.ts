export { rowFacts, type RowFacts } from './columns.ts';
export { anyOf, type Formula } from './formula.ts';
export { narrowingOf } from './narrowing.ts';
export { conditionOf, type Place, type RowColumns } from './sql.ts';
