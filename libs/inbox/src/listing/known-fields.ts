// A field no product has is a mistake in the request and told at once, the same for every id. A field that exists and was never
// sent is decided by its category.
import { Problem } from '@gatehouse/service-kit';
import type { Inbox } from '../inbox.ts';

/** @throws Problem `unknown-field` when a path stands in no product of this inbox */
export const refuseUnknownFields = ({ agency, products }: Inbox, fields: string[]): void => {
  const known = products.flatMap(({ product }) => Object.keys(agency.products.get(product)?.fields ?? {}));
  const shapes = new Set(
    known.flatMap((path) => path.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))),
  );
  const unknown = fields.filter((field) => ![...shapes].some((shape) => same(shape, field)));
  if (unknown.length > 0)
    throw new Problem('unknown-field', {
      members: { errors: unknown.map(() => ({ parameter: 'fields', detail: 'Name fields of the product only.' })) },
    });
};

const same = (shape: string, field: string): boolean => {
  const asked = field.replace(/\[\d+\]/g, '[]');
  return shape === asked || shape === `${asked}[]`;
};
