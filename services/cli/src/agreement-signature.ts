// gatehouse agreement sign, status: signs a document for a party, with a key that never leaves the caller's machine, and shows how instruments
// stand. What is signed is the document in its canonical form (RFC 8785), so that spaces and comments of the file do not matter.
import { canonicalJson, SIGNED_BESIDE, signDetached } from '@gatehouse/crypto';
import { createHash } from 'node:crypto';
import { readDocument } from './documents.ts';
import { Ended, EXIT, type ExitCode } from './exit-codes.ts';
import { shown, table, type Output } from './output.ts';
import type { Service } from './service.ts';
import { signingKey } from './signing-key.ts';

export interface SignOptions {
  key: string;
  effectiveFrom?: string;
  send?: true;
}

interface Version {
  version: number;
  unsigned: string[];
}
export interface Instrument {
  instrumentId: string;
  state: string;
  parties: string[];
  version: number | null;
  pending?: Version | null;
  endsAt?: string | null;
  suspensions?: {
    suspensionId: string;
    by: string;
    scope: { kind: string };
    isComplete: boolean;
    waitsFor: string[] | null;
  }[];
}

export const INSTRUMENTS = '/policy/v1/instruments';

/** @throws Ended usage for what is no document or key, and what the service says when it is sent */
export const signAgreement = async (
  file: string,
  { key, effectiveFrom, send }: SignOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const document = await readDocument(file);
  const { id, version } = document;
  if (typeof id !== 'string' || !Number.isSafeInteger(version))
    throw new Ended('usage', `${file} names no id and version of an instrument.`);
  const from = await signingKey(key);
  const iat = Math.floor(Date.now() / 1000);
  const bound = { instrument: id, version: version as number, iat, ...agreedFrom(effectiveFrom) };
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

/** An amendment that is to count from a day on is signed with that day. */
const agreedFrom = (effectiveFrom: string | undefined): { effectiveFrom?: string } => {
  if (effectiveFrom === undefined) return {};
  if (Number.isNaN(Date.parse(effectiveFrom)))
    throw new Ended('usage', '--effective-from is an instant, such as 2027-03-01T00:00:00Z.');
  return { effectiveFrom: new Date(effectiveFrom).toISOString() };
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

const detailsOf = ({ pending, suspensions = [], endsAt }: Instrument): string =>
  [
    pending ? `version ${pending.version} is pending; unsigned: ${shown(pending.unsigned.join(', ') || 'nobody')}` : '',
    endsAt ? `ends at ${shown(endsAt)}: a party has given notice` : '',
    ...suspensions.map(
      (one) =>
        `suspended by ${shown(one.by)}: ${shown(one.scope.kind)}; ${reachInWords(one)}; ${shown(one.suspensionId)}`,
    ),
  ]
    .filter((line) => line !== '')
    .join('\n');

/** Complete only when every service has acknowledged it, or its lease has expired. */
const reachInWords = ({ isComplete, waitsFor }: NonNullable<Instrument['suspensions']>[number]): string => {
  if (isComplete) return 'complete';
  return waitsFor === null ? 'in no bundle yet' : `waits for ${shown(waitsFor.join(', '))}`;
};
