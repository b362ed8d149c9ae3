// How a record travels from its source to the keeper: signed by the source's party, encrypted to the keeper's. A broker
// cannot delete one message, so what it holds must be unreadable once record and salt are deleted.
import { openSealed, sealFor, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';

const SHIPPED_TYPE = 'gatehouse-audit-record';

export interface ShippedRecord {
  source: string;
  /** dense from 1 within the source */
  number: number;
  /** canonical JSON text (RFC 8785) of an AuditRecord */
  record: string;
  /** base64url, 32 bytes */
  salt: string;
}

/** Seals records for the keeper; an option of the Sequencer. */
export const sealedTo =
  (keeper: PublicPartyKeys, from: PartyKeys) =>
  (shipped: ShippedRecord): Promise<string> =>
    sealFor(shipped, from, keeper, SHIPPED_TYPE);

/**
 * Opens a shipped record.
 * @param senderOf known parties by the id of their signing key
 * @returns the record, and the party that signed it
 * @throws CryptoFault (a TerminalFault); TerminalFault 'malformed' when it is no shipped record
 */
export const openShipped = async (
  value: string,
  own: PartyKeys,
  senderOf: (kid: string) => PublicPartyKeys | undefined,
): Promise<{ shipped: ShippedRecord; signedBy: string }> => {
  const { payload, signedBy } = await openSealed(value, own, senderOf, SHIPPED_TYPE);
  return { shipped: readShipped(payload), signedBy };
};

const readShipped = (value: unknown): ShippedRecord => {
  const { source, number, record, salt, ...rest } = value as Partial<ShippedRecord>;
  const known =
    typeof source === 'string' &&
    Number.isSafeInteger(number) &&
    typeof record === 'string' &&
    typeof salt === 'string';
  if (!known || Number(number) < 1 || Object.keys(rest).length > 0 || Buffer.from(salt, 'base64url').length !== 32)
    throw new TerminalFault('not a shipped audit record', { code: 'malformed' });
  return { source, number: Number(number), record, salt };
};
