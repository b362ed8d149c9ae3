// The agency's own people as recipients: an instruction names them by post. Each post is a recipient of its own in the ledger,
// `<party>/<post>`, so that what it was sent, read and acknowledged stands there as for another party. Nothing crosses a lane.
import type { Agency } from './agency.ts';

/** A post of the own people as the ledger names it. */
export const ownRecipient = ({ party }: Pick<Agency, 'party'>, post: string): string => `${party}/${post}`;

/** The post a recipient of the ledger is; null where it is another party: no party's id has a stroke in it. */
export const postOf = (recipient: string): string | null => recipient.split('/')[1] ?? null;
