// What an instrument has come to, folded from its events.
import type { InstrumentDocument } from '@gatehouse/agreements';
import type { Order } from '@gatehouse/policy';
import { unreachable } from '@gatehouse/event-store/decider';
import { withBreach, type Breach } from './breach-state.ts';
import type {
  InstrumentEvent,
  MouDrafted,
  MouObligationDone,
  MouReturnProven,
  MouSigned,
  MouSuspended,
  MouTerminationNoticed,
  Signed,
} from './instrument.events.ts';

export interface PendingVersion {
  version: number;
  sha256: string;
  document: InstrumentDocument;
  effectiveFrom: string | null;
  draftedBy: string | null;
  /** when every party was told of this text */
  draftedAt: string;
  reviewedAt: string | null;
  signatures: MouSigned['data'][];
}

/** A version that permits, or did: the one in force at an instant is the last that is effective then. */
export interface AgreedVersion {
  version: number;
  sha256: string;
  document: InstrumentDocument;
  effectiveFrom: string;
  signatures: MouSigned['data'][];
}

export type Suspension = MouSuspended['data'];

export interface Known {
  status: 'known';
  id: string;
  pending: PendingVersion | null;
  agreed: AgreedVersion[];
  suspensions: Suspension[];
  /** who has said so far that a suspension may end */
  reinstating: { suspensionId: string; agency: string }[];
  ended: 'EXPIRED' | 'TERMINATED' | 'WOUND_DOWN' | null;
  endedAt: string | null;
  notices: MouTerminationNoticed['data'][];
  /** every order that was taken: none counts twice */
  orders: TakenOrder[];
  proofs: MouReturnProven['data'][];
  /** of warnings and obligations told */
  told: string[];
  done: MouObligationDone['data'][];
  /** the events from which obligations run, in the words of the clauses */
  arisen: Arisen[];
  breaches: Breach[];
}

/** An order, and when it was handed in. */
export type TakenOrder = Signed<Order> & { handedInAt: string };

/** An event from which obligations run: of every party whose clause has these words, or of one party, or one obligation alone. */
export interface Arisen {
  after: string | null;
  of: string | null;
  clause: string | null;
  at: string;
}

export type Instrument = { status: 'none' } | Known;

/** A state of the code list `instrumentStates`. */
export type LifeState =
  'DRAFT' | 'REVIEWED' | 'SIGNED' | 'IN_FORCE' | 'SUSPENDED' | 'EXPIRED' | 'TERMINATED' | 'WOUND_DOWN';

export const lifeState = ({ ended, agreed, pending, suspensions }: Known): LifeState => {
  if (ended) return ended;
  if (agreed.length > 0) return suspensions.some(({ scope }) => scope.kind === 'all') ? 'SUSPENDED' : 'IN_FORCE';
  if (!pending || pending.reviewedAt === null) return 'DRAFT';
  return unsigned(pending, []).length === 0 ? 'SIGNED' : 'REVIEWED';
};

/** The version that rules at an instant; the first one where none is effective yet, undefined before anything is agreed. */
export const effectiveAt = ({ agreed }: Pick<Known, 'agreed'>, at: string): AgreedVersion | undefined =>
  agreed.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? agreed[0];

export const partiesOf = ({ parties }: InstrumentDocument): string[] => parties.map(({ id }) => id);

/** Every party of the version, and of the one before it: nobody is put out of an instrument without his signature. */
export const signersOf = (pending: PendingVersion, agreed: readonly AgreedVersion[]): string[] => {
  const before = agreed.at(-1);
  return [...new Set([...partiesOf(pending.document), ...(before ? partiesOf(before.document) : [])])];
};

export const unsigned = (pending: PendingVersion, agreed: readonly AgreedVersion[]): string[] =>
  signersOf(pending, agreed).filter((party) => !pending.signatures.some((signature) => signature.party === party));

/** Whoever is, or is about to be, bound by it. */
export const partiesOfAny = ({ pending, agreed }: Known): string[] => [
  ...new Set([
    ...(pending ? partiesOf(pending.document) : []),
    ...agreed.flatMap(({ document }) => partiesOf(document)),
  ]),
];

/** Whoever is or was bound by it: to whom a text that stands between others is shown. */
export const everBound = ({ agreed }: Known): string[] => [
  ...new Set(agreed.flatMap(({ document }) => partiesOf(document))),
];

/** The instrument as a party may know it: one that is only in a draft sees that draft, and nothing of what stands between the others. */
export const asKnownTo = (instrument: Known, party: string): Known =>
  instrument.agreed.length === 0 || everBound(instrument).includes(party)
    ? instrument
    : { ...instrument, ...NOTHING_AGREED, proofs: [], breaches: [] };

const NOTHING_AGREED = {
  agreed: [],
  suspensions: [],
  reinstating: [],
  notices: [],
  orders: [],
  ended: null,
  endedAt: null,
};

/** Whoever is bound by it now, or by a version that was agreed for later: neither who left it nor who is only in a draft. */
export const boundBy = ({ agreed }: Known, at: string): string[] => {
  const current = agreed.findLastIndex(({ effectiveFrom }) => effectiveFrom <= at);
  return [...new Set(agreed.slice(Math.max(current, 0)).flatMap(({ document }) => partiesOf(document)))];
};

/** Who has said that a suspension may end. */
export const agreedToReinstate = ({ reinstating }: Known, suspensionId: string): string[] =>
  reinstating.filter((one) => one.suspensionId === suspensionId).map(({ agency }) => agency);

export const evolve = (instrument: Instrument, event: InstrumentEvent): Instrument => {
  if (event.type === 'MouDrafted') return drafted(instrument, event.data);
  return instrument.status === 'none' ? instrument : changed(instrument, event);
};

const drafted = (instrument: Instrument, { instrumentId, by, at, ...text }: MouDrafted['data']): Known => {
  const pending = { ...text, draftedBy: by.person, draftedAt: at, reviewedAt: null, signatures: [] };
  if (instrument.status === 'known') return withArisen({ ...instrument, pending }, PROPOSED, null, at);
  const nothing = { ...NOTHING_AGREED, proofs: [], told: [], done: [], arisen: [], breaches: [] };
  return { status: 'known', id: instrumentId, pending, ...nothing };
};

const changed = (instrument: Known, event: Exclude<InstrumentEvent, MouDrafted>): Known => {
  const { pending, suspensions, proofs } = instrument;
  switch (event.type) {
    case 'MouReviewed':
      return { ...instrument, pending: pending && { ...pending, reviewedAt: event.data.at } };
    case 'MouSigned':
      return { ...instrument, pending: pending && { ...pending, signatures: signaturesAfter(pending, event.data) } };
    case 'MouEnteredIntoForce':
      return agreed(instrument, event.data.at);
    case 'MouAmended':
    case 'MouRenewed':
      return agreed(instrument, event.data.effectiveFrom);
    case 'MouSuspended':
      return withArisen(
        { ...instrument, suspensions: [...suspensions, event.data], orders: ordersAfter(instrument, event.data) },
        SUSPENDS,
        event.data.by.agency,
        event.data.at,
      );
    case 'MouReinstatementAgreed': {
      const { suspensionId, by } = event.data;
      const reinstating = [...instrument.reinstating, { suspensionId, agency: by.agency }];
      return { ...instrument, reinstating, orders: ordersAfter(instrument, event.data) };
    }
    case 'MouReinstated': {
      const others = suspensions.filter((one) => one.suspensionId !== event.data.suspensionId);
      return { ...instrument, suspensions: others, orders: ordersAfter(instrument, event.data) };
    }
    case 'MouTerminationNoticed': {
      const notices = [...instrument.notices, event.data];
      return { ...instrument, notices, orders: ordersAfter(instrument, event.data) };
    }
    case 'MouExpired':
      return over(instrument, 'EXPIRED', event.data.at);
    case 'MouTerminated':
      return over(instrument, 'TERMINATED', event.data.at);
    case 'MouReturnProven':
      return { ...instrument, proofs: [...proofs, event.data] };
    case 'MouWoundDown':
      return { ...instrument, ended: 'WOUND_DOWN' };
    case 'MouExpiryWarned':
      return told(instrument, warningKey(event.data));
    case 'MouObligationDue':
      return told(instrument, obligationKey(event.data));
    case 'MouObligationArose': {
      const { clause, happenedAt: at } = event.data;
      return { ...instrument, arisen: [...instrument.arisen, { after: null, of: null, clause, at }] };
    }
    case 'MouObligationLate':
      return told(instrument, lateKey(event.data));
    case 'MouObligationDone':
      return { ...instrument, done: [...instrument.done, event.data] };
    case 'MouBreachReported':
      return withArisen(
        { ...instrument, breaches: [...instrument.breaches, { ...event.data, given: [], isLate: false }] },
        BREACH_NOTICED,
        event.data.owner,
        event.data.noticedAt,
      );
    case 'MouBreachNoticeGiven':
      return withBreach(instrument, event.data, (breach) => ({ ...breach, given: [...breach.given, event.data] }));
    case 'MouBreachNoticeLate':
      return withBreach(instrument, event.data, (breach) => ({ ...breach, isLate: true }));
    case 'MouPartyKeyChanged':
      return told(instrument, keyChangeKey(event.data));
    default:
      return unreachable(event);
  }
};

const over = (instrument: Known, ended: 'EXPIRED' | 'TERMINATED', endedAt: string): Known =>
  withArisen({ ...instrument, pending: null, ended, endedAt }, ENDS, null, endedAt);

const ordersAfter = (
  { orders }: Known,
  { signed, at: handedInAt }: { signed: Signed<Order> | null; at: string },
): TakenOrder[] => (signed ? [...orders, { ...signed, handedInAt }] : orders);

/** One a party: the last. */
const signaturesAfter = ({ signatures }: PendingVersion, signed: MouSigned['data']): MouSigned['data'][] => [
  ...signatures.filter(({ party }) => party !== signed.party),
  signed,
];

const agreed = (instrument: Known, effectiveFrom: string): Known => {
  if (!instrument.pending) return instrument;
  const { version, sha256, document, signatures } = instrument.pending;
  const now = { version, sha256, document, signatures, effectiveFrom };
  return { ...instrument, pending: null, agreed: [...instrument.agreed, now] };
};

/** The events that this service sees by itself, in the words in which clauses speak of them. */
const [SUSPENDS, ENDS, PROPOSED] = ['it suspends', 'the instrument ends', 'an amendment is proposed'];
const BREACH_NOTICED = 'a breach is noticed';

const withArisen = (instrument: Known, after: string, of: string | null, at: string): Known =>
  instrument.agreed.length === 0
    ? instrument
    : { ...instrument, arisen: [...instrument.arisen, { after, of, clause: null, at }] };

const told = (instrument: Known, key: string): Known => ({ ...instrument, told: [...instrument.told, key] });

export const warningKey = ({ termTo, daysLeft }: { termTo: string; daysLeft: number }): string =>
  `expiry ${termTo} ${daysLeft}`;

export const obligationKey = (o: { clause: string; owner: string; due: string; daysLeft: number }): string =>
  `obligation ${o.clause} ${o.owner} ${o.due} ${o.daysLeft}`;

export const keyChangeKey = ({ kid, change }: { kid: string; change: string }): string => `key ${kid} ${change}`;

interface Occurrence {
  clause: string;
  due: string;
}

export const lateKey = (o: Occurrence): string => `late ${occurrenceKey(o)}`;

/** One day of one obligation. */
export const occurrenceKey = ({ clause, due }: Occurrence): string => `${clause} ${due}`;

/**
 * What a law orders and what protects a life: one party alone must not silence it. It ends with its term, which all parties sign
 * (ruling 1; clause 25 has no rule for these kinds).
 */
export const isOfLawOrLife = (kind: string): boolean => kind === 'statute' || kind === 'vital-interest';
