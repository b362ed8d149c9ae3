// What stops an instrument and sets it going again, and what ends it: each act examines the order of the party that gives it.
import { SIGNED_BESIDE } from '@gatehouse/crypto';
import { reasonDigest, type Order, type Reinstate, type Suspend, type Terminate } from '@gatehouse/policy';
import type { Asked } from '@gatehouse/sharing';
import type { Registry } from '../registry.ts';
import { loadWorkingGroup } from '../working-group/run-on-working-group.ts';
import type { GroundOfGroup } from './decide-termination.ts';
import { examined, type ExaminedNow } from './examined.ts';
import type { Signed, SuspensionScope } from './instrument.events.ts';
import { runOnInstrument, standing, type Ran } from './run-on-instrument.ts';

/** What a party adds to what it orders, so that it is signed. */
export interface HandedOrder {
  orderId: string;
  version: number;
  at: string;
  jws: string;
}

interface Suspension {
  scope: SuspensionScope;
  reason: string;
  freezePriorCopies: boolean;
  order: HandedOrder | null;
}

export const suspendInstrument = async (
  registry: Registry,
  asked: Asked,
  id: string,
  { scope, reason, freezePriorCopies, order }: Suspension,
): Promise<Ran> => {
  const said = { scope, reason, freezePriorCopies };
  const given = await ordered<Suspend>(registry, asked, id, { order, what: 'SUSPEND', ...said });
  const suspensionId = given.signed?.order.orderId ?? registry.agency.newId();
  const data = { ...standing(registry, asked, id), ...said, suspensionId, signed: given.signed, fault: given.fault };
  return runOnInstrument(registry, asked, { type: 'SuspendInstrument', data }, given.unchanged);
};

export const reinstateInstrument = async (
  registry: Registry,
  asked: Asked,
  id: string,
  { suspensionId, reason, order }: { suspensionId: string; reason: string; order: HandedOrder | null },
): Promise<Ran> => {
  const said = { suspensionId, reason };
  const given = await ordered<Reinstate>(registry, asked, id, { order, what: 'REINSTATE', ...said });
  const data = { ...standing(registry, asked, id), ...said, signed: given.signed, fault: given.fault };
  return runOnInstrument(registry, asked, { type: 'ReinstateInstrument', data }, given.unchanged);
};

/** By a party's notice, or by a decision of the working group where the secretariat asks. */
export const terminateInstrument = async (
  registry: Registry,
  asked: Asked,
  id: string,
  said: { reason: string; effectiveAt: string; decisionId: string | null; order: HandedOrder | null },
): Promise<Ran> => {
  const { reason, effectiveAt, order } = said;
  const given = await ordered<Terminate>(registry, asked, id, { order, reason, what: 'TERMINATE', effectiveAt });
  const decision = said.decisionId === null ? null : await decisionOf(registry, id, said.decisionId);
  const data = { ...standing(registry, asked, id), reason, decision, signed: given.signed, fault: given.fault };
  return runOnInstrument(registry, asked, { type: 'TerminateInstrument', data }, given.unchanged);
};

type Given<T extends Order> = Pick<ExaminedNow, 'fault' | 'unchanged'> & { signed: Signed<T> | null };
type Said<T extends Order> = Omit<T, 'orderId' | 'instrumentId' | 'version' | 'party' | 'reasonSha256' | 'at'> & {
  order: HandedOrder | null;
  reason: string;
};

// The secretariat's word is its own name: what it says beside it counts for nothing.
const ordered = async <T extends Order>(
  registry: Registry,
  asked: Asked,
  instrumentId: string,
  { order: handed, reason, ...said }: Said<T>,
): Promise<Given<T>> => {
  const { at, actsFor: party } = standing(registry, asked, instrumentId);
  if (!handed || party === null) return { signed: null, fault: null, unchanged: async () => undefined };
  const { jws, ...named } = handed;
  const order = { ...said, ...named, instrumentId, party, reasonSha256: reasonDigest(reason) } as unknown as T;
  const over = { typ: SIGNED_BESIDE.order, document: order, instrumentId, version: order.version };
  const found = await examined(registry, { ...over, jws, party, since: order.at, at });
  return { signed: { order, jws, kid: found.kid }, fault: found.fault, unchanged: found.unchanged };
};

/** What was decided is never decided again: it needs no look when the end is recorded. */
const decisionOf = async ({ agency }: Registry, id: string, decisionId: string): Promise<GroundOfGroup> => {
  const group = await loadWorkingGroup(agency.pool, id);
  const decisions = group.status === 'none' ? [] : group.decisions;
  const { outcome, about, votes } = decisions.find((one) => one.decisionId === decisionId) ?? NONE;
  return { decisionId, outcome, about, voted: votes.map(({ party }) => party) };
};

const NONE = { outcome: null, about: null, votes: [] };
