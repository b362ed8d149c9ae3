// gatehouse agreement sign, status: signs a document for a party, with a key that never leaves the caller's machine, and shows how instruments
// stand. What is signed is the document in its canonical form (RFC 8785), so that spaces and comments of the file do not matter.
import { canonicalJson, CryptoFault, readSecretFile, SIGNED_BESIDE, signDetached } from '@gatehouse/crypto';
import { createHash } from 'node:crypto';
import { callersPath, readDocument } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { shown, table, type Output } from './output.ts';
import type { Service } from './service.ts';

export interface SignOptions {
  key: string;
  send?: true;
}

type SigningKey = Parameters<typeof signDetached>[1];

interface Version {
  version: number;
  unsigned: string[];
}
interface Instrument {
  instrumentId: string;
  state: string;
  parties: string[];
  version: number | null;
  pending?: Version | null;
  suspensions?: { by: string; scope: { kind: string }; isComplete: boolean; waitsFor: string[] | null }[];
}

const INSTRUMENTS = '/policy/v1/instruments';

/** @throws Ended usage for what is no document or key, and what the service says when it is sent */
export const signAgreement = async (
  file: string,
  { key, send }: SignOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const document = await readDocument(file);
  const { id, version } = document;
  if (typeof id !== 'string' || !Number.isSafeInteger(version))
    throw new Ended('usage', `${file} names no id and version of an instrument.`);
  const from = await signingKey(key);
  const bound = { instrument: id, version: version as number, iat: Math.floor(Date.now() / 1000) };
  const jws = await signDetached(document, from, SIGNED_BESIDE.agreement, bound);
  const sha256 = createHash('sha256').update(canonicalJson(document)).digest('base64url');
  const signed = { instrument: id, version: version as number, sha256, party: from.party, jws };
  if (!send) {
    output.result(signed, jws);
    return EXIT.ok;
  }
  const path = `${INSTRUMENTS}/${encodeURIComponent(id)}/signatures`;
  const standing = await service.ask<Instrument>({ path, json: { version, sha256, jws } });
  output.result({ ...signed, state: standing.state }, `signed for ${from.party}: ${shown(standing.state)}`);
  return EXIT.ok;
};

export const agreementStatus = async (id: string | undefined, service: Service, output: Output): Promise<ExitCode> => {
  const found = id
    ? [await service.ask<Instrument>({ path: `${INSTRUMENTS}/${encodeURIComponent(id)}` })]
    : (await service.ask<{ instruments: Instrument[] }>({ path: INSTRUMENTS })).instruments;
  output.result({ instruments: found }, table(['instrument', 'state', 'version', 'parties'], found.map(row)));
  if (id && found[0]) output.say(detailsOf(found[0]));
  return EXIT.ok;
};

const row = ({ instrumentId, state, version, parties }: Instrument) => [
  instrumentId,
  state,
  version === null ? '-' : String(version),
  parties.join(', '),
];

const detailsOf = ({ pending, suspensions = [] }: Instrument): string =>
  [
    pending ? `version ${pending.version} is pending; unsigned: ${shown(pending.unsigned.join(', ') || 'nobody')}` : '',
    ...suspensions.map((one) => `suspended by ${shown(one.by)}: ${shown(one.scope.kind)}; ${reachInWords(one)}`),
  ]
    .filter((line) => line !== '')
    .join('\n');

/** Complete only when every service has acknowledged it, or its lease has expired. */
const reachInWords = ({ isComplete, waitsFor }: NonNullable<Instrument['suspensions']>[number]): string => {
  if (isComplete) return 'complete';
  return waitsFor === null ? 'in no bundle yet' : `waits for ${shown(waitsFor.join(', '))}`;
};

/** @throws Ended usage; the message never repeats what stands in the file */
const signingKey = async (file: string): Promise<SigningKey> => {
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
