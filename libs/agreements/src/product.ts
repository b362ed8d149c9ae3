/** Sensitivity category of a field (code list `sensitivity`). */
export type Sensitivity = string;

/** What an agency may offer, as policy sees it. */
export interface Product {
  /** For example `prison-intelligence.intelligence-alert.v1`. */
  product: string;
  title?: string;
  producer?: string;
  /** What keeps the order on the wire: the item itself, or the person it is about. */
  orderKey: 'item' | 'subject';
  /** Category by leaf shape path, for example `subjects[].name`: `IDN`. */
  fields: Record<string, Sensitivity>;
}

export type ProductCatalogue = Map<string, Product>;
