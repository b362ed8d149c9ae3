// An invented memorandum of two parties at each step of its life.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { createHash } from 'node:crypto';
import { canonicalJson } from '@gatehouse/crypto';
import type { InstrumentEvent, MouDrafted, SuspensionScope } from './instrument.events.ts';

export const [PRISON, POLICE, SECRETARIAT] = ['kz-prison-service', 'kz-police', 'gatehouse-policy'] as const;
export const T0 = '2026-11-23T09:00:00.000Z';
export const T1 = '2026-11-23T10:00:00.000Z';

export const documentOf = (version: number, more: Partial<InstrumentDocument> = {}): InstrumentDocument => ({
  id: 'mou',
  version,
  instrument: 'agreement',
  timezone: 'Asia/Almaty',
  term: { from: '2026-01-01', to: '2026-12-31' },
  parties: [PRISON, POLICE].map((id) => ({ id, kind: 'police', country: 'KZ' })),
  flows: [],
  ...more,
});

export const shaOf = (document: object): string =>
  createHash('sha256').update(canonicalJson(document)).digest('base64url');

export const secretary = (at = T0) => ({ instrumentId: 'mou', by: { agency: SECRETARIAT, person: 'se-one' }, at });
export const signatory = (party: string, at = T0) => ({
  instrumentId: 'mou',
  by: { agency: party, person: `si-${party}` },
  at,
});

export const textOf = (version: number, more: Partial<InstrumentDocument> = {}) => {
  const document = documentOf(version, more);
  return { version, document, sha256: shaOf(document) };
};

export const drafted = (version = 1, more: Partial<InstrumentDocument> = {}, at = T0): MouDrafted => ({
  type: 'MouDrafted',
  data: { ...secretary(at), ...textOf(version, more), effectiveFrom: null },
});
export const ofText = (version = 1, more: Partial<InstrumentDocument> = {}) => {
  const { sha256 } = textOf(version, more);
  return { version, sha256 };
};
export const reviewed = (...text: Parameters<typeof ofText>): InstrumentEvent => ({
  type: 'MouReviewed',
  data: { ...secretary(), ...ofText(...text), by: { agency: SECRETARIAT, person: 're-one' } },
});
export const signed = (party: string, ...text: Parameters<typeof ofText>): InstrumentEvent => ({
  type: 'MouSigned',
  data: { ...signatory(party), ...ofText(...text), party, kid: `key-${party}`, jws: `jws-${party}` },
});
/** The first version in force, with parts of its text replaced. */
export const agreedOn = (more: Partial<InstrumentDocument> = {}): InstrumentEvent[] => [
  drafted(1, more),
  reviewed(1, more),
  signed(PRISON, 1, more),
  signed(POLICE, 1, more),
  { type: 'MouEnteredIntoForce', data: { ...secretary(), ...ofText(1, more) } },
];
export const inForce = agreedOn();

/** A party's order of that instant, as it would be handed in; its signature was examined and is good. */
const ordered = (party: string, at: string, version: number) => ({
  orderId: `order of ${party} ${at}`,
  instrumentId: 'mou',
  version,
  party,
  reasonSha256: 'x',
  at,
});
const signedBy = <T extends { party: string; orderId: string }>(order: T) => ({
  signed: { order, jws: `jws ${order.orderId}`, kid: `key-${order.party}` },
  fault: null,
});
export const suspending = (party: string, at = T0, scope: SuspensionScope = { kind: 'all' }, version = 1) =>
  signedBy({ ...ordered(party, at, version), what: 'SUSPEND' as const, scope, freezePriorCopies: false });
export const reinstating = (party: string, suspensionId: string, at = T0) =>
  signedBy({ ...ordered(party, at, 1), what: 'REINSTATE' as const, suspensionId });
export const leaving = (party: string, at = T0, effectiveAt = '2026-12-25T09:00:00.000Z') =>
  signedBy({ ...ordered(party, at, 1), what: 'TERMINATE' as const, effectiveAt });
