// What the secretariat and the signatories do to an instrument: each act examines what it rests on and runs one command.
import { compileAgreed, type CompileError, type InstrumentDocument } from '@gatehouse/agreements';
import { SIGNED_BESIDE } from '@gatehouse/crypto';
import { evidence, promisedRecord, whoAsked, type Asked } from '@gatehouse/sharing';
import type { Registry } from '../registry.ts';
import type { ReturnStatement } from './instrument.events.ts';
import { comparedWithAgreed } from './compare-versions.ts';
import { wouldFit } from '../bundle/bundle-size.ts';
import { examined } from './examined.ts';
import { loadInstrument, runOnInstrument, standing, type Ran } from './run-on-instrument.ts';
import type { Instrument, PendingVersion } from './instrument.state.ts';

/** A text with faults: nothing is recorded of it but that somebody asked. */
export type Drafted = Ran | { errors: CompileError[]; promise: string };

export const draftInstrument = async (
  registry: Registry,
  asked: Asked,
  { document, effectiveFrom, replaces }: { document: unknown; effectiveFrom: string | null; replaces: string | null },
): Promise<Drafted> => {
  const compiled = compileAgreed(document, registry.agency.products);
  if ('errors' in compiled) return { ...compiled, promise: await recordFaulty(registry, asked) };
  const { id, version, sha256 } = compiled.instrument;
  const { pool, products } = registry.agency;
  const compared = comparedWithAgreed(await loadInstrument(pool, id), document as InstrumentDocument, products);
  const text = { document: document as InstrumentDocument, version, sha256, effectiveFrom, replaces, compared };
  return runOnInstrument(registry, asked, {
    type: 'DraftInstrument',
    data: { ...standing(registry, asked, id), ...text },
  });
};

// No word of the text stands in the record, its id neither: it may be anything.
const recordFaulty = ({ agency }: Registry, asked: Asked): Promise<string> => {
  const [effect, reason] = ['REFUSED', 'instrument-not-compiled'];
  const decision = { effect, reason, reasonsInOrder: [reason], obligations: [], bundleVersion: null };
  const refused = { event: 'command-refused', operation: 'collection', action: 'DraftInstrument', decision } as const;
  return evidence(agency, (client) => promisedRecord(agency, client, { ...refused, ...whoAsked(asked) }));
};

interface OfVersion {
  version: number;
  sha256: string;
}

export const reviewInstrument = (
  registry: Registry,
  asked: Asked,
  id: string,
  { version, sha256 }: OfVersion,
): Promise<Ran> => {
  const data = { ...standing(registry, asked, id), version, sha256 };
  return runOnInstrument(registry, asked, { type: 'ReviewInstrument', data });
};

export const signInstrument = async (
  registry: Registry,
  asked: Asked,
  id: string,
  { version, sha256, jws }: OfVersion & { jws: string },
): Promise<Ran> => {
  const said = standing(registry, asked, id);
  const pending = pendingOf(await loadInstrument(registry.agency.pool, id));
  const party = asked.caller.agency;
  const found = pending
    ? await examined(registry, { jws, party, at: said.at, ...ofPending(id, pending) })
    : { fault: null, kid: '', unchanged: async () => undefined };
  const data = { ...said, version, sha256, jws, party, kid: found.kid, fault: found.fault };
  return runOnInstrument(registry, asked, { type: 'SignInstrument', data }, found.unchanged);
};

/** Verifies every signature once more, each by the keys as they are known now, at the instant at which it was handed in. */
export const bringIntoForce = async (
  registry: Registry,
  asked: Asked,
  id: string,
  { version, sha256 }: OfVersion,
): Promise<Ran> => {
  const instrument = await loadInstrument(registry.agency.pool, id);
  const pending = pendingOf(instrument);
  const found = await Promise.all(
    (pending?.signatures ?? []).map(async ({ jws, party, at }) => ({
      party,
      ...(await examined(registry, { jws, party, at, ...ofPending(id, pending!) })),
    })),
  );
  const fits = await wouldFit(registry, instrument);
  const verified = found.filter(({ fault }) => fault === null).map(({ party }) => party);
  const compared = pending ? comparedWithAgreed(instrument, pending.document, registry.agency.products) : [];
  const data = { ...standing(registry, asked, id), version, sha256, verified, fits, compared };
  return runOnInstrument(registry, asked, { type: 'BringIntoForce', data }, async (client) => {
    for (const { unchanged } of found) await unchanged(client);
  });
};

export const proveReturn = async (
  registry: Registry,
  asked: Asked,
  id: string,
  { jws, method, list }: { jws: string } & Pick<ReturnStatement, 'method' | 'list'>,
): Promise<Ran> => {
  const said = standing(registry, asked, id);
  const instrument = await loadInstrument(registry.agency.pool, id);
  const last = instrument.status === 'known' ? instrument.agreed.at(-1) : undefined;
  const statement: ReturnStatement = { instrumentId: id, party: asked.caller.agency, method, list };
  const over = { typ: SIGNED_BESIDE.return, document: statement, instrumentId: id, version: last?.version ?? 0 };
  const since = (instrument.status === 'known' && instrument.endedAt) || said.at;
  const found = await examined(registry, { ...over, jws, party: statement.party, since, at: said.at });
  const data = { ...said, statement, jws, kid: found.kid, fault: found.fault };
  return runOnInstrument(registry, asked, { type: 'ProveReturn', data }, found.unchanged);
};

export const windDown = (registry: Registry, asked: Asked, id: string): Promise<Ran> =>
  runOnInstrument(registry, asked, { type: 'WindDown', data: standing(registry, asked, id) });

export const noteObligationEvent = (
  registry: Registry,
  asked: Asked,
  id: string,
  { clause, happenedAt }: { clause: string; happenedAt: string },
): Promise<Ran> => {
  const data = { ...standing(registry, asked, id), clause, happenedAt };
  return runOnInstrument(registry, asked, { type: 'NoteObligationEvent', data });
};

export const recordObligation = (
  registry: Registry,
  asked: Asked,
  id: string,
  { clause, due, evidence }: { clause: string; due: string; evidence: string },
): Promise<Ran> => {
  const data = { ...standing(registry, asked, id), clause, due, evidence };
  return runOnInstrument(registry, asked, { type: 'RecordObligation', data });
};

const pendingOf = (instrument: Instrument): PendingVersion | null =>
  instrument.status === 'known' ? instrument.pending : null;

const ofPending = (instrumentId: string, { document, version, reviewedAt, effectiveFrom }: PendingVersion) => ({
  typ: SIGNED_BESIDE.agreement,
  document,
  instrumentId,
  version,
  effectiveFrom,
  since: reviewedAt ?? '9999-12-31T00:00:00.000Z',
});
