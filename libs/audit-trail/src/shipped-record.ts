// How records travel from their source to the keeper: signed by the source's party, encrypted to the keeper's, as many in one
// message as there are, since a signature and an encryption cost more than the record they protect. A broker cannot delete one message, so what it holds must be unreadable once record and salt are deleted.
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

/** Records of one source on their way, in the order of their numbers. A message of one record has the form it always had. */
interface ShippedTogether {
  source: string;
  records: Omit<ShippedRecord, 'source'>[];
}

/** Bytes of records in one message, at the most: signed and encrypted they take nearly twice as many, and a broker takes a MiB. */
const MESSAGE_BYTES = 400 * 1024;
const NUMBER_AND_SALT = 100;

/** The same records in runs that each fit into a message; one that is larger than that goes alone. */
export const inMessages = (shipped: readonly ShippedRecord[]): ShippedRecord[][] => {
  const messages: ShippedRecord[][] = [];
  let bytes = Infinity;
  for (const one of shipped) {
    const size = Buffer.byteLength(one.record) + NUMBER_AND_SALT;
    if (bytes + size > MESSAGE_BYTES) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)!.push(one);
    bytes += size;
  }
  return messages;
};

/** Seals records of one source for the keeper, as one message; an option of the Sequencer. */
export const sealedTo =
  (keeper: PublicPartyKeys, from: PartyKeys) =>
  (shipped: readonly ShippedRecord[]): Promise<string> =>
    sealFor(asPayload(shipped), from, keeper, SHIPPED_TYPE);

const asPayload = (shipped: readonly ShippedRecord[]): ShippedRecord | ShippedTogether => {
  const [first, ...others] = shipped;
  if (!first) throw new TerminalFault('a message without a record', { code: 'malformed' });
  if (others.length === 0) return first;
  return { source: first.source, records: shipped.map(({ number, record, salt }) => ({ number, record, salt })) };
};

/**
 * Opens a message of shipped records.
 * @param senderOf known parties by the id of their signing key
 * @returns the records, in their order, and the party that signed them
 * @throws CryptoFault (a TerminalFault); TerminalFault 'malformed' when one of them is no shipped record
 */
export const openShipped = async (
  value: string,
  own: PartyKeys,
  senderOf: (kid: string) => PublicPartyKeys | undefined,
): Promise<{ shipped: ShippedRecord[]; signedBy: string }> => {
  const { payload, signedBy } = await openSealed(value, own, senderOf, SHIPPED_TYPE);
  const { source, records, ...rest } = payload as Partial<ShippedTogether>;
  if (!Array.isArray(records)) return { shipped: [readShipped(payload)], signedBy };
  if (records.length === 0 || Object.keys(rest).length > 0) throw malformed();
  return { shipped: records.map((record) => readShipped({ source, ...record })), signedBy };
};

const readShipped = (value: unknown): ShippedRecord => {
  const { source, number, record, salt, ...rest } = value as Partial<ShippedRecord>;
  const known =
    typeof source === 'string' &&
    Number.isSafeInteger(number) &&
    typeof record === 'string' &&
    typeof salt === 'string';
  if (!known || Number(number) < 1 || Object.keys(rest).length > 0 || Buffer.from(salt, 'base64url').length !== 32)
    throw malformed();
  return { source, number: Number(number), record, salt };
};

const malformed = (): TerminalFault => new TerminalFault('not a shipped audit record', { code: 'malformed' });
