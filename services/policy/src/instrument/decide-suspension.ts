// Suspension and back (clause 25): at once, by the secretariat or by a party that the text names, as wide as the text allows; whoever
// suspended reinstates, and where the text says so, every party with him. What a law orders and what protects a life is never suspended (ruling 1).
import { ruleOf } from '@gatehouse/agreements/clause';
import { accept, refuse, unreachable, type Decision } from '@gatehouse/event-store/decider';
import type { Reinstate, Suspend } from '@gatehouse/policy';
import { faultOfOrder, type Ordering, type OrderRefusal } from './decide-order.ts';
import type { Standing } from './instrument.decider.ts';
import type { InstrumentEvent, MouReinstated, MouSuspended, SuspensionScope } from './instrument.events.ts';
import {
  agreedToReinstate,
  effectiveAt,
  isOfLawOrLife,
  partiesOf,
  partiesOfAny,
  type Known,
  type Suspension,
} from './instrument.state.ts';

type Suspending = Standing & MouSuspended['data'] & Ordering<Suspend>;
type Reinstating = Standing & MouReinstated['data'] & Ordering<Reinstate>;

export type SuspensionCommand =
  { type: 'SuspendInstrument'; data: Suspending } | { type: 'ReinstateInstrument'; data: Reinstating };

export type SuspensionRefusal =
  | 'not-in-force'
  | 'scope-names-no-party'
  | 'not-suspendable'
  | 'scope-not-agreed'
  | 'not-who-may-suspend'
  | 'already-suspended'
  | 'suspension-unknown'
  | 'not-whoever-suspended'
  | OrderRefusal;

type Decided = Decision<InstrumentEvent, SuspensionRefusal>;

export const suspensionOf = (command: SuspensionCommand, instrument: Known): Decided => {
  if (instrument.agreed.length === 0 || instrument.ended) return refuse('not-in-force');
  switch (command.type) {
    case 'SuspendInstrument':
      return suspend(command.data, instrument);
    case 'ReinstateInstrument':
      return reinstate(command.data, instrument);
    default:
      return unreachable(command);
  }
};

const suspend = ({ fault, ...command }: Suspending, instrument: Known): Decided => {
  const { actsFor, ...data } = command;
  const { scope, by, freezePriorCopies, signed } = data;
  const unagreed = beyondText(command, instrument);
  if (unagreed) return refuse(unagreed);
  if (scope.kind === 'party' && !partiesOfAny(instrument).includes(scope.party)) return refuse('scope-names-no-party');
  const wrong = faultOfOrder({ actsFor, at: data.at }, { signed, fault }, instrument);
  if (wrong) return wrong === 'done' ? accept<InstrumentEvent>() : refuse(wrong);
  const standing = instrument.suspensions.some(
    (one) => same(one.scope, scope) && one.by.agency === by.agency && one.freezePriorCopies === freezePriorCopies,
  );
  return standing ? refuse('already-suspended') : accept<InstrumentEvent>({ type: 'MouSuspended', data });
};

const WIDTH = { all: 'whole', party: 'party', category: 'category' } as const;

/** What clause 25 of the text in force does not give; null where it does. */
const beyondText = (
  { actsFor, scope, at }: Pick<Suspending, 'actsFor' | 'scope' | 'at'>,
  instrument: Known,
): SuspensionRefusal | null => {
  const document = effectiveAt(instrument, at)?.document;
  const clause = document?.clauses?.find((one) => one.clause === CLAUSE);
  if (!document || isOfLawOrLife(document.instrument) || clause?.notApplicable !== undefined) return 'not-suspendable';
  const rule = ruleOf(document, CLAUSE);
  if (rule && !rule.scopes.includes(WIDTH[scope.kind])) return 'scope-not-agreed';
  return rule && actsFor !== null && !rule.by.some(({ party }) => party === actsFor) ? 'not-who-may-suspend' : null;
};

const CLAUSE = 25;

const same = (one: SuspensionScope, other: SuspensionScope): boolean => nameOf(one) === nameOf(other);

const nameOf = (scope: SuspensionScope): string => {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'party':
      return `party ${scope.party}`;
    case 'category':
      return `category ${scope.category}`;
    default:
      return unreachable(scope);
  }
};

// Two may have suspended for two reasons: what one of them takes back leaves the other's in place. Where the text asks every party, each says
// so by its own order, and the suspension ends with the last one.
const reinstate = ({ actsFor, fault, ...data }: Reinstating, instrument: Known): Decided => {
  const wrong = faultOfOrder({ actsFor, at: data.at }, { signed: data.signed, fault }, instrument);
  if (wrong === 'done') return accept<InstrumentEvent>();
  const standing = instrument.suspensions.find(({ suspensionId }) => suspensionId === data.suspensionId);
  if (!standing) return refuse('suspension-unknown');
  const { agency } = data.by;
  const asked = whoReinstates(standing, instrument);
  if (!asked.includes(agency)) return refuse('not-whoever-suspended');
  if (wrong) return refuse(wrong);
  const agreed = agreedToReinstate(instrument, standing.suspensionId);
  if (asked.every((one) => one === agency || agreed.includes(one)))
    return accept<InstrumentEvent>({ type: 'MouReinstated', data });
  if (agreed.includes(agency)) return accept<InstrumentEvent>();
  return accept<InstrumentEvent>({ type: 'MouReinstatementAgreed', data });
};

/**
 * Whose word ends a suspension: whoever gave it, and each party of the text where that asks all of them. The text is the one that the order
 * names, as services read it too: what ended under one text does not begin again under the next.
 */
const whoReinstates = ({ by, at, signed }: Suspension, instrument: Known): string[] => {
  const named = instrument.agreed.find(({ version }) => version === signed?.order.version);
  const document = (named ?? effectiveAt(instrument, at))?.document;
  const asksAll = document !== undefined && ruleOf(document, CLAUSE)?.reinstatedBy === 'every-party';
  return asksAll ? [...new Set([by.agency, ...partiesOf(document)])] : [by.agency];
};
