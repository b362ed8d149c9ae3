// The key with which a party signs: read from a file of the caller's own machine, which it never leaves.
import { CryptoFault, readSecretFile, type signDetached } from '@gatehouse/crypto';
import { callersPath } from './documents.ts';
import { Ended } from './exit-codes.ts';

export type SigningKey = Parameters<typeof signDetached>[1];

/** @throws Ended usage; the message never repeats what stands in the file */
export const signingKey = async (file: string): Promise<SigningKey> => {
  const text = await readSecretFile(callersPath(file)).catch((fault: unknown) => {
    if (fault instanceof CryptoFault) throw new Ended('usage', fault.message);
    throw fault;
  });
  const key = parsedKey(text);
  if (!key) throw new Ended('usage', `${file} is no key file of a party.`);
  return key;
};

const parsedKey = (text: string): SigningKey | null => {
  try {
    const { party, signing } = JSON.parse(text) as Partial<SigningKey>;
    const whole = typeof party === 'string' && signing?.crv === 'Ed25519' && signing.d && signing.kid;
    return whole ? { party, signing } : null;
  } catch {
    return null;
  }
};
