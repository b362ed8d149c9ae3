// The texts of an instrument, compiled and their signatures examined: by the keys that count here.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { SIGNED_BESIDE } from '@gatehouse/crypto';
import { compiledTexts, type AgreedText } from './agreed-text.ts';
import { countsTooSoon } from './agreed-day.ts';
import { examineSignature } from './examine-signature.ts';
import type { PartyKey } from './good-key.ts';
import type { HeldOutCode, ToJudge } from './in-force-here.ts';
import { onceADigest } from './once-a-digest.ts';
import { keysThatCount } from './signing-keys.ts';

interface Examined {
  code: HeldOutCode | null;
  compiled: CompiledInstrument[] | null;
  keys: ReadonlyMap<string, PartyKey[]>;
}

/** Signatures and text do not change: they are examined once for the same text, the same signatures and the same keys. */
export const examinedOnce = (given: ToJudge, id: string, texts: AgreedText[]): Promise<Examined> => {
  const signers = new Set(texts.flatMap(({ document }) => document.parties.map((party) => party.id)));
  const registered = (given.bundle.signingKeys ?? []).filter(({ party }) => signers.has(party));
  const known = Object.entries(given.known).filter(([party]) => signers.has(party));
  const revoked = given.remembered.revoked.filter(({ party }) => signers.has(party));
  return onceADigest(given.products, [texts, registered, known, revoked], async () => {
    const compiled = compiledTexts(texts, given.products);
    const keys = new Map<string, PartyKey[]>();
    for (const one of registered) keys.set(one.party, await keysThatCount(one, given.known[one.party] ?? [], revoked));
    return { compiled, code: await faultOf(id, texts, keys), keys };
  });
};

const faultOf = async (
  id: string,
  texts: AgreedText[],
  keys: ReadonlyMap<string, PartyKey[]>,
): Promise<HeldOutCode | null> => {
  for (const [place, text] of texts.entries())
    for (const party of signersOf(text, texts[place - 1])) {
      const fault = await faultOfSignature(id, text, party, keys.get(party) ?? []);
      if (fault) return fault;
    }
  return null;
};

/** Every party of the version, and of the one before it: nobody is put out of an instrument without his signature. */
const signersOf = ({ document }: AgreedText, before: AgreedText | undefined): Set<string> =>
  new Set([...document.parties, ...(before?.document.parties ?? [])].map(({ id }) => id));

const EVER = '1970-01-01T00:00:00.000Z';

const faultOfSignature = async (
  instrumentId: string,
  { document, version, signatures, effectiveFrom }: AgreedText,
  party: string,
  keys: PartyKey[],
): Promise<HeldOutCode | null> => {
  const signature = signatures.find((one) => one.party === party);
  if (!signature) return 'signature-missing';
  const { jws, at } = signature;
  if (countsTooSoon({ effectiveFrom }, signature)) return 'signature-over-another-day';
  const over = { typ: SIGNED_BESIDE.agreement, document, instrumentId, version };
  return (await examineSignature({ ...over, jws, party, at, since: EVER, keys: { keys } })).fault;
};
