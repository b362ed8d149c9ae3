// How an instrument stands at this service, by what its parties ordered and signed. Promise: what a party has suspended stands here until the
// same party, and each other one where the text asks all, has signed that it takes it back, whatever a later bundle says or leaves out; a suspension in a party's name that it did not
// sign, or that was taken back, stops nothing; what a law orders and what protects a life stands by its text alone (ruling 1). What the keeper
// of the instruments stops under its own name is stopped: that only closes.
import { ruleOf } from '@gatehouse/agreements/clause';
import { isDeepStrictEqual } from 'node:util';
import type { BundleInstrument, PartialSuspension } from '../bundle.ts';
import { dayIn } from '../day.ts';
import type { SignatureFault } from './examine-signature.ts';
import type { PartyKey } from './good-key.ts';
import { examineOrder, type SignedOrder, type Suspend, type SuspensionScope } from './order.ts';

export type OrderFault =
  | 'order-malformed'
  | 'order-of-no-party'
  | 'order-altered'
  | 'suspension-not-signed'
  | 'suspension-replayed'
  | 'suspension-withdrawn'
  | 'termination-withdrawn'
  | 'not-suspendable'
  | 'not-terminable'
  | SignatureFault;

/** How an instrument stands, as a bundle says it. */
export type Stands = Pick<BundleInstrument, 'state' | 'suspension' | 'suspensions'>;

export interface StandingHere {
  stands: Stands;
  faults: OrderFault[];
  /** verified here, in this bundle or before */
  verified: SignedOrder[];
}

export interface ToStand {
  instrument: BundleInstrument;
  issuedAt: string;
  keys: ReadonlyMap<string, readonly PartyKey[]>;
  /** orders about this instrument that were verified here before */
  remembered: readonly SignedOrder[];
}

export const standingHere = async (given: ToStand): Promise<StandingHere> => {
  const { instrument, issuedAt } = given;
  if (isOfLawOrLife(instrument)) return { ...byItsText(instrument, issuedAt), verified: [] };
  const { good, faults } = await examinedOrders(given);
  const verified = [...given.remembered, ...good];
  const isReinstated = (order: Suspend): boolean =>
    whoReinstates(order, instrument).every((party) =>
      verified.some(
        ({ order: one }) => one.what === 'REINSTATE' && one.suspensionId === order.orderId && one.party === party,
      ),
    );
  const listed = new Set((instrument.orders ?? []).flatMap((one) => idOf(one) ?? []));
  const suspends = verified.flatMap(({ order }) => (order.what === 'SUSPEND' ? [order] : []));
  const standing = suspends.filter((order) => !isReinstated(order));
  const replayed = suspends.filter((order) => isReinstated(order) && listed.has(order.orderId));
  const withdrawn = standing.filter(({ orderId }) => !listed.has(orderId));
  const claims = claimsOf(instrument);
  const forged = claims.filter(
    (claim) => isOfParty(instrument, claim) && !standing.some((order) => says(claim, order)),
  );
  const counting = claims.filter((claim) => !forged.includes(claim));
  const unsaid = standing.filter((order) => !counting.some((claim) => says(claim, order)));
  const { stands, faults: ofEnd } = ended(verified, issuedAt, standsBy(instrument, counting, unsaid, forged));
  const said: OrderFault[] = [
    ...faults,
    ...replayed.map(() => 'suspension-replayed' as const),
    ...(faults.length + replayed.length === 0 ? forged.map(() => 'suspension-not-signed' as const) : []),
    ...withdrawn.map(() => 'suspension-withdrawn' as const),
    ...ofEnd,
  ];
  return { stands, faults: [...new Set(said)], verified };
};

/**
 * Whose signed word ends a suspension (clause 25): that of whoever gave it, and of every party where the text asks all. It is the text that the
 * order names: what ended under one text does not begin again under the next.
 */
const whoReinstates = ({ party, version }: Suspend, { texts = [] }: BundleInstrument): string[] => {
  const document = texts.find((one) => one.version === version)?.document;
  const asksAll = document !== undefined && ruleOf(document, 25)?.reinstatedBy === 'every-party';
  return asksAll ? [party, ...document.parties.map(({ id }) => id)] : [party];
};

const isOfLawOrLife = ({ compiled }: BundleInstrument): boolean =>
  compiled.instrument === 'statute' || compiled.instrument === 'vital-interest';

// Its term ends it, and the rules compare the day; nothing else does.
const byItsText = (
  { state, suspension, suspensions, compiled: { term, timezone } }: BundleInstrument,
  at: string,
): Pick<StandingHere, 'stands' | 'faults'> => {
  const isStopped = state === 'SUSPENDED' || suspension !== undefined || suspensions !== undefined;
  const isOver = dayIn(at, timezone) > term.to;
  const isEndedEarly = state !== 'SUSPENDED' && state !== 'IN_FORCE' && !isOver;
  if (isStopped) return { stands: { state: 'IN_FORCE' }, faults: ['not-suspendable'] };
  return isEndedEarly
    ? { stands: { state: 'IN_FORCE' }, faults: ['not-terminable'] }
    : { stands: { state }, faults: [] };
};

const examinedOrders = async ({ instrument, keys, remembered }: ToStand) => {
  const good: SignedOrder[] = [];
  const faults: OrderFault[] = [];
  for (const one of instrument.orders ?? []) {
    const before = remembered.find(({ order }) => order.orderId === idOf(one));
    const fault = before ? ofKnown(before, one) : await faultOf(one, instrument, keys);
    if (fault) faults.push(fault);
    else if (!before) good.push(one);
  }
  return { good, faults };
};

const ofKnown = ({ order }: SignedOrder, said: SignedOrder): OrderFault | null =>
  isDeepStrictEqual(order, said.order) ? null : 'order-altered';

const idOf = (one: SignedOrder | null): string | null =>
  typeof one?.order?.orderId === 'string' ? one.order.orderId : null;

const isWhole = (one: SignedOrder): boolean =>
  idOf(one) !== null &&
  [one.jws, one.handedInAt, one.order.party, one.order.at].every((text) => typeof text === 'string');

const faultOf = async (
  one: SignedOrder,
  { compiled: { id }, texts = [] }: BundleInstrument,
  keys: ReadonlyMap<string, readonly PartyKey[]>,
): Promise<OrderFault | null> => {
  if (!isWhole(one)) return 'order-malformed';
  const { order } = one;
  if (order.instrumentId !== id || !texts.some(({ version }) => version === order.version))
    return 'signature-over-another-instrument';
  if (!texts.some(({ document }) => document.parties.some((party) => party.id === order.party)))
    return 'order-of-no-party';
  const known = keys.get(order.party) ?? [];
  // A key that is revoked afterwards must not open what it closed.
  const counting = order.what === 'SUSPEND' ? known.map((key) => ({ ...key, revokedSince: null })) : known;
  return (await examineOrder(one, counting)).fault;
};

interface Claim {
  by: string;
  freezePriorCopies: boolean;
  scope: SuspensionScope;
}

const claimsOf = ({ suspension, suspensions = [] }: Stands): Claim[] => [
  ...(suspension ? [{ ...suspension, scope: { kind: 'all' as const } }] : []),
  ...suspensions,
];

const isOfParty = ({ texts = [] }: BundleInstrument, { by }: Claim): boolean =>
  texts.some(({ document }) => document.parties.some(({ id }) => id === by));

const says = ({ by, scope }: Claim, order: Suspend): boolean =>
  by === order.party && isDeepStrictEqual(scope, order.scope);

const isWholeScope = ({ scope }: { scope: SuspensionScope }): boolean => scope.kind === 'all';

const standsBy = (instrument: BundleInstrument, counting: Claim[], unsaid: Suspend[], forged: Claim[]): Stands => {
  const all = [
    ...counting,
    ...unsaid.map(({ party, scope, freezePriorCopies }) => ({ by: party, scope, freezePriorCopies })),
  ];
  const [first, ...more] = all.filter(isWholeScope);
  const parts = all.flatMap(({ by, freezePriorCopies, scope }): PartialSuspension[] =>
    scope.kind === 'all' ? [] : [{ by, freezePriorCopies, scope }],
  );
  const freezePriorCopies = [first, ...more].some((one) => one?.freezePriorCopies === true);
  return {
    state: stateBy(instrument, first !== undefined, forged.some(isWholeScope)),
    ...(first ? { suspension: { by: first.by, freezePriorCopies } } : {}),
    ...(parts.length > 0 ? { suspensions: parts } : {}),
  };
};

// A state that nobody gives a reason for closes; one in the name of a party that did not say it does not.
const stateBy = ({ state }: BundleInstrument, isStopped: boolean, isForged: boolean): string => {
  if (state !== 'IN_FORCE' && state !== 'SUSPENDED') return state;
  if (isStopped) return 'SUSPENDED';
  return state === 'SUSPENDED' && isForged ? 'IN_FORCE' : state;
};

/** The registry records an end within moments of its instant. */
const RECORDED_WITHIN_MS = 300_000;

// A notice that is over ends the instrument, whether or not the registry goes on saying so.
const ended = (
  verified: readonly SignedOrder[],
  at: string,
  stands: Stands,
): Pick<StandingHere, 'stands' | 'faults'> => {
  const ends = verified.flatMap(({ order }) =>
    order.what === 'TERMINATE' && order.effectiveAt <= at ? [order.effectiveAt] : [],
  );
  const [first] = ends.toSorted();
  if (first === undefined || (stands.state !== 'IN_FORCE' && stands.state !== 'SUSPENDED'))
    return { stands, faults: [] };
  const isLate = Date.parse(at) - Date.parse(first) > RECORDED_WITHIN_MS;
  return { stands: { ...stands, state: 'TERMINATED' }, faults: isLate ? ['termination-withdrawn'] : [] };
};
