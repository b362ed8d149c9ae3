// Products: what an agency may offer, each field with its sensitivity category. A field that stands in no product
// cannot be named by an instrument, and a leaf that stands in no product never leaves.
import { parse } from 'yaml';
import type { Addressee, Product, ProductCatalogue } from '@gatehouse/agreements';
import { listContracts, readContract } from './files.ts';

export interface ProductField {
  category: string;
  type?: 'string' | 'integer' | 'boolean' | 'date' | 'date-time' | 'duration';
  /** Name of the code list the value is taken from. */
  codes?: string;
  required?: boolean;
  says: string;
}

/** A product file as it is written. */
export interface ProductDocument {
  product: string;
  title: string;
  producer: string;
  orderKey: 'item' | 'subject';
  /** The one agency it is for; absent: every recipient of its flows. */
  to?: Addressee;
  containers: Record<string, { required?: boolean; atLeast?: number }>;
  fields: Record<string, ProductField>;
}

/** Every product file, in order of its path. */
export const loadProductDocuments = (): ProductDocument[] =>
  listContracts('products', '.yaml').map((file) => parse(readContract(file)) as ProductDocument);

/** The part of a product that policy needs: category by shape path, order key. */
const asProduct = (document: ProductDocument): Product => ({
  product: document.product,
  title: document.title,
  producer: document.producer,
  orderKey: document.orderKey,
  ...(document.to === undefined ? {} : { to: document.to }),
  fields: Object.fromEntries(Object.entries(document.fields).map(([path, field]) => [path, field.category])),
});

/** The catalogue of all products, by product id. */
export const loadProducts = (): ProductCatalogue =>
  new Map(loadProductDocuments().map((document) => [document.product, asProduct(document)]));
