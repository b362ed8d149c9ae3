import { conditionOf, type Formula, type RowColumns } from '@gatehouse/policy';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Adds to a query what the rules say of the columns of its rows beforehand. */
export const narrowByPolicy = <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  narrowing: Formula,
  columns: RowColumns,
): void => {
  const values: Record<string, string | string[]> = {};
  const place = (value: string | string[]): string => {
    const name = `policy${Object.keys(values).length}`;
    values[name] = value;
    return `:${name}`;
  };
  query.andWhere(conditionOf(narrowing, columns, place), values);
};
