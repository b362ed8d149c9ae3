/** Sensitivity category of a field (code list `sensitivity`). */
export type Sensitivity = string;

/** Of a product that is for one agency alone: the one whose item it is about, or the one that asked. */
export type Addressee = 'originator' | 'asker';

/** What an agency may offer, as policy sees it. */
export interface Product {
  /** For example `prison-intelligence.intelligence-alert.v1`. */
  product: string;
  title?: string;
  producer?: string;
  /** What keeps the order on the wire: the item itself, or the person it is about. */
  orderKey: 'item' | 'subject';
  /** Whom it goes to of all that a flow names; absent: all of them. */
  to?: Addressee;
  /** Category by leaf shape path, for example `subjects[].name`: `IDN`. */
  fields: Record<string, Sensitivity>;
}

export type ProductCatalogue = Map<string, Product>;
