// How sealed data stands in a row: the clear members, and beside them one that holds everything.
import { TerminalFault } from '@gatehouse/service-kit/faults';

/** No event has a member of this name. */
export const SEALED = '$sealed';

export interface SealedMember {
  /** whose key opens it */
  item: string;
  text: string;
}

/** @returns the sealed member; undefined for data that was written plain */
export const sealedMember = (data: object): SealedMember | undefined =>
  Object.hasOwn(data, SEALED) ? (data as { [SEALED]: SealedMember })[SEALED] : undefined;

/** What stays readable of an erased item's event. */
export const clearMembers = (data: object): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== SEALED));

export const keysNotGiven = (): TerminalFault =>
  new TerminalFault('events here are sealed, and this program was given no key store', { code: 'item-keys-not-given' });
