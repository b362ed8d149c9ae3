// Brings the sample instruments of a development start into force through their life-cycle: drafted, reviewed by another, signed by
// each invented party's key, brought into force. Where that was done before, nothing happens.
import { compileDocument, documentDigest, type InstrumentDocument } from '@gatehouse/agreements';
import { signDetached, publicKeys, type PartyKeys, SIGNED_BESIDE } from '@gatehouse/crypto';
import type { Asked } from '@gatehouse/sharing';
import { bringIntoForce, draftInstrument, reviewInstrument, signInstrument } from './instrument/instrument.acts.ts';
import { partiesOf, type Instrument } from './instrument/instrument.state.ts';
import { loadInstrument, type Ran } from './instrument/run-on-instrument.ts';
import { loadParty, registerPartyKey } from './party/run-on-party.ts';
import type { Registry } from './registry.ts';

/** The signing keys of invented parties, by party. */
export type SampleSigners = Readonly<Record<string, PartyKeys>>;

export interface Samples {
  documents: readonly unknown[];
  signers: SampleSigners;
}

/** @param say told of each instrument that does not come into force, and why */
export const bringSamplesIntoForce = async (
  registry: Registry,
  { documents, signers }: Samples,
  say: (instrument: string, why: string) => void,
): Promise<void> => {
  for (const keys of Object.values(signers)) await enterKey(registry, keys);
  await Promise.all(
    documents.map(async (document) => {
      const { id } = document as InstrumentDocument;
      const why = await bring(registry, document, signers);
      if (why !== null) say(id, why);
    }),
  );
};

const asked = ({ agency }: Registry, person: string, of: string, role: string): Asked => ({
  caller: { person, agency: of, unit: 'liaison-working-group', roles: [role] },
  purpose: 'OVERSIGHT',
  caseRef: null,
  correlationId: agency.newId(),
});
const secretary = (registry: Registry): Asked =>
  asked(registry, 'se-gulmira', registry.agency.party, 'agreement-secretary');

const enterKey = async (registry: Registry, keys: PartyKeys): Promise<void> => {
  const { kid, x = '' } = publicKeys(keys).signing;
  const known = await loadParty(registry.agency.pool, keys.party);
  if (known.keys.some(({ key }) => key.kid === kid)) return;
  await registerPartyKey(registry, secretary(registry), keys.party, { x, endorsement: null, overlapUntil: null });
};

/** @returns null once it is in force, else why it is not */
const bring = async (registry: Registry, document: unknown, signers: SampleSigners): Promise<string | null> => {
  const { id, version } = document as InstrumentDocument;
  const sha256 = documentDigest(document);
  const before = await loadInstrument(registry.agency.pool, id);
  if (isAgreed(before, version))
    return isAgreed(before, version, sha256) ? null : 'this version stands with another text';
  const compiled = compileDocument(document, registry.agency.products);
  if ('errors' in compiled) return compiled.errors.map(({ message }) => message).join('; ');
  const text = { version, sha256 };
  const reviewer = asked(registry, 'se-daulet', registry.agency.party, 'agreement-reviewer');
  const steps: (() => Promise<Ran>)[] = [
    () => reviewInstrument(registry, reviewer, id, text),
    ...partiesOf(document as InstrumentDocument).map(
      (party) => async () =>
        signInstrument(registry, asked(registry, `sg-${party}`, party, 'agreement-signatory'), id, {
          ...text,
          jws: await signature(registry, document as InstrumentDocument, signers[party]),
        }),
    ),
    () => bringIntoForce(registry, secretary(registry), id, text),
  ];
  const draft = await draftInstrument(registry, secretary(registry), { document, effectiveFrom: null, replaces: null });
  if ('errors' in draft || draft.refusal) return 'errors' in draft ? 'it does not compile' : draft.refusal;
  for (const step of steps) {
    const { refusal } = await step();
    if (refusal) return refusal;
  }
  return null;
};

const isAgreed = (instrument: Instrument, version: number, sha256?: string): boolean =>
  instrument.status === 'known' &&
  instrument.agreed.some((one) => one.version === version && (sha256 === undefined || one.sha256 === sha256));

const signature = (
  { agency }: Registry,
  document: InstrumentDocument,
  keys: PartyKeys | undefined,
): Promise<string> => {
  if (!keys) throw new Error(`there is no sample key for a party of ${document.id}`);
  const iat = Math.floor(agency.clock.now().getTime() / 1000);
  return signDetached(document, keys, SIGNED_BESIDE.agreement, {
    instrument: document.id,
    version: document.version,
    iat,
  });
};
