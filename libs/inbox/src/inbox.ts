// What a service says when it mounts an inbox.
import type { Agency } from '@gatehouse/sharing';

export interface InboxOptions {
  /** the name of the data source that holds this service's read models, with `inboxReadModel` among them */
  readModel: string;
  /** what may arrive, and what a row of the list shows of it where the reader may see it */
  products: { product: string; fields: string[] }[];
  /** whether there is a product and a lane by which an answer goes back to the originator */
  feedback: boolean;
  /** whether there is a product and a lane by which an originator is asked for its consent, and one by which it answers */
  consent: boolean;
  /** whether there is a product and a lane by which the originator hears of an emergency access; without them there is none */
  emergency: boolean;
}

export interface Inbox extends InboxOptions {
  agency: Agency;
}

export const INBOX = Symbol('Inbox');

/** The repository of the inbox's rows. */
export const INBOX_ROWS = Symbol('InboxRows');

/** The repository of the rows of emergency accesses. */
export const EMERGENCY_ROWS = Symbol('EmergencyRows');
