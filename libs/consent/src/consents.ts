// What a service says when it lets others ask for its consent.
import type { Agency, Outgoing, ToProduct } from '@gatehouse/sharing';

export interface ConsentOptions {
  /** the name of the data source that holds this service's read models, with `consentReadModel` among them */
  readModel: string;
  /** the product by which holders ask this service, such as `police-liaison.consent-request.v1` */
  requests: string;
  /** what this service's events left as: whom an item of its own is about */
  toProduct: ToProduct;
  /** further references under which its people are known here: a conflict may be attested by one of them */
  alsoKnownAs?: (item: Outgoing) => string[];
}

export interface Consents extends ConsentOptions {
  agency: Agency;
}

export const CONSENTS = Symbol('Consents');

/** The repository of the rows of requests. */
export const CONSENT_ROWS = Symbol('ConsentRows');
