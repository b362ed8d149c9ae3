import { TerminalFault } from '@gatehouse/service-kit/faults';

/** Why something could not be opened or believed. */
export type CryptoFaultCode =
  'not-for-us' | 'not-signed' | 'unknown-signer' | 'bad-signature' | 'malformed' | 'cursor' | 'key-file';

/** Trying again gives the same answer. The message never holds what was in the sealed text. */
export class CryptoFault extends TerminalFault {
  override readonly name = 'CryptoFault';
  declare readonly code: CryptoFaultCode;

  constructor(code: CryptoFaultCode, message: string, details: { cause?: unknown } = {}) {
    super(message, { ...details, code });
  }
}
