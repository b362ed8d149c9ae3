import type { InstrumentDocument } from '@gatehouse/agreements';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { Hand } from '../registry.ts';
import { instrumentDecider } from './instrument.decider.ts';
import type { InstrumentEvent, SuspensionScope } from './instrument.events.ts';
import {
  agreedOn,
  drafted,
  inForce,
  leaving,
  ofText,
  POLICE,
  PRISON,
  secretary,
  signatory,
  suspending,
  T0,
  T1 as LATER,
} from './instrument.fixture.ts';
import { lifeState } from './instrument.state.ts';

const nothing = decider(instrumentDecider);
const standing = nothing.given(...inForce);
const ALL: SuspensionScope = { kind: 'all' };
type Who = { instrumentId: string; by: Hand; at: string };

const order = (who: Who, scope: SuspensionScope = ALL) => ({
  ...who,
  suspensionId: 's1',
  scope,
  reason: 'review',
  freezePriorCopies: false,
  signed: null,
});
const suspend = (who: Who, scope: SuspensionScope = ALL) => ({
  type: 'SuspendInstrument' as const,
  data: { ...order(who, scope), actsFor: null, fault: null },
});
const suspended = (who: Who = secretary(), scope: SuspensionScope = ALL): InstrumentEvent => ({
  type: 'MouSuspended',
  data: order(who, scope),
});
const reinstate = (who: Who, suspensionId = 's1') => ({
  type: 'ReinstateInstrument' as const,
  data: { ...who, suspensionId, reason: 'done', actsFor: null, signed: null, fault: null },
});
const expired: InstrumentEvent = { type: 'MouExpired', data: { ...secretary(), termTo: '2026-12-31' } };
const expire = (at: string) => ({ type: 'RecordExpiry' as const, data: { ...secretary(at), actsFor: null } });
const statementOf = (party: string) => ({
  instrumentId: 'mou',
  party,
  method: 'RETURNED' as const,
  list: { sha256: 'x', items: 3 },
});
const proving = (party: string) => ({
  ...signatory(party),
  statement: statementOf(party),
  kid: 'k',
  jws: `j-${party}`,
});
const proven = (party: string): InstrumentEvent => ({ type: 'MouReturnProven', data: proving(party) });
const prove = (party: string, actsFor = party) => ({
  type: 'ProveReturn' as const,
  data: { ...proving(party), actsFor, fault: null },
});
const windDown = { type: 'WindDown' as const, data: { ...secretary(), actsFor: null } };
const stateOf = (...more: InstrumentEvent[]) => {
  const state = standing
    .given(...more)
    .when(windDown)
    .state();
  return state.status === 'none' ? 'none' : lifeState(state);
};

describe('a suspension', () => {
  it('stops the whole, one party or one category, and only what is in force', () => {
    standing.when(suspend(secretary())).expectEventTypes('MouSuspended');
    standing.when(suspend(secretary(), { kind: 'party', party: POLICE })).expectEventTypes('MouSuspended');
    standing.when(suspend(secretary(), { kind: 'party', party: 'kz-probation' })).expectRefusal('scope-names-no-party');
    nothing.given(drafted()).when(suspend(secretary())).expectRefusal('not-in-force');
    expect([stateOf(suspended()), stateOf(suspended(secretary(), { kind: 'category', category: 'SPC' }))]).toEqual([
      'SUSPENDED',
      'IN_FORCE',
    ]);
  });

  it('is taken back by whoever gave it, and leaves another’s in place', () => {
    const given = standing.given(suspended(signatory(POLICE)));
    given.when(suspend(signatory(POLICE))).expectRefusal('already-suspended');
    given.when(reinstate(signatory(PRISON))).expectRefusal('not-whoever-suspended');
    given.when(reinstate(signatory(POLICE), 's2')).expectRefusal('suspension-unknown');
    given.when(reinstate(signatory(POLICE))).expectEventTypes('MouReinstated');
    const second = suspended(secretary());
    const both = given.given({ ...second, data: { ...second.data, suspensionId: 's2' } } as InstrumentEvent, {
      type: 'MouReinstated',
      data: { ...signatory(POLICE), suspensionId: 's1', reason: 'done', signed: null },
    });
    both.when(reinstate(signatory(POLICE))).expectRefusal('suspension-unknown');
    both.when(reinstate(secretary(), 's2')).expectEventTypes('MouReinstated');
  });
});

describe('whoever is only in a draft, or has left', () => {
  const PROBATION = 'kz-probation';
  const withThem = { parties: [PRISON, POLICE, PROBATION].map((id) => ({ id, kind: 'police', country: 'KZ' })) };
  const terminate = (party: string) => ({
    type: 'TerminateInstrument' as const,
    data: { ...signatory(party, LATER), reason: 'enough', actsFor: party, decision: null, ...leaving(party, LATER) },
  });
  const suspendFor = (party: string) => ({
    type: 'SuspendInstrument' as const,
    data: { ...order(signatory(party, LATER)), actsFor: party, ...suspending(party, LATER) },
  });
  const amended = (version: number, more: Parameters<typeof drafted>[1], effectiveFrom: string): InstrumentEvent[] => [
    drafted(version, more),
    { type: 'MouAmended', data: { ...secretary(), ...ofText(version, more), effectiveFrom } },
  ];

  it('neither suspends nor ends what is in force between others', () => {
    const named = standing.given(drafted(2, withThem));
    named.when(terminate(PROBATION)).expectRefusal('not-a-party');
    named.when(suspendFor(PROBATION)).expectRefusal('not-a-party');
    named.when(suspendFor(POLICE)).expectEventTypes('MouSuspended');
    const left = standing.given(...amended(2, withThem, T0), ...amended(3, {}, T0));
    left.when(terminate(PROBATION)).expectRefusal('not-a-party');
    left.when(suspendFor(PROBATION)).expectRefusal('not-a-party');
    left.when(terminate(POLICE)).expectEventTypes('MouTerminationNoticed');
  });

  it('does so until the version that lets him go takes effect, and from the day he has agreed to', () => {
    const leaves = standing.given(...amended(2, withThem, T0), ...amended(3, {}, '2027-01-01T00:00:00.000Z'));
    leaves.when(suspendFor(PROBATION)).expectEventTypes('MouSuspended');
    standing
      .given(...amended(2, withThem, '2027-01-01T00:00:00.000Z'))
      .when(suspendFor(PROBATION))
      .expectEventTypes('MouSuspended');
  });
});

describe('a text that rules its suspension', () => {
  const ruled = (more: Partial<InstrumentDocument>) => nothing.given(...agreedOn(more));
  const rule = { by: [{ party: PRISON, post: 'head' }], scopes: ['whole', 'party'], meanwhile: 'hold' };
  const own = ruled({ clauses: [{ clause: 25, rule }] });
  const by = (party: string, scope: SuspensionScope = ALL) => {
    const { data } = suspend(signatory(party), scope);
    return { type: 'SuspendInstrument' as const, data: { ...data, actsFor: party, ...suspending(party, T0, scope) } };
  };

  it('is suspended by whom it names and by the secretariat, as wide as it says', () => {
    own.when(by(PRISON)).expectEventTypes('MouSuspended');
    own.when(suspend(secretary(), { kind: 'party', party: POLICE })).expectEventTypes('MouSuspended');
    own.when(by(POLICE)).expectRefusal('not-who-may-suspend');
    own.when(by(PRISON, { kind: 'category', category: 'SPC' })).expectRefusal('scope-not-agreed');
    own.when(suspend(secretary(), { kind: 'category', category: 'SPC' })).expectRefusal('scope-not-agreed');
    ruled({ clauses: [{ clause: 25, notApplicable: 'never' }] })
      .when(suspend(secretary()))
      .expectRefusal('not-suspendable');
  });

  it.each(['statute', 'vital-interest'] as const)('as a %s is neither suspended nor terminated by anybody', (kind) => {
    const standing = ruled({ instrument: kind });
    const terminate = { ...secretary(), reason: 'no need', actsFor: null, decision: null, signed: null, fault: null };
    for (const scope of [ALL, { kind: 'party', party: POLICE }, { kind: 'category', category: 'SPC' }] as const)
      standing.when(suspend(secretary(), scope)).expectRefusal('not-suspendable');
    standing.when(by(PRISON)).expectRefusal('not-suspendable');
    standing.when({ type: 'TerminateInstrument', data: terminate }).expectRefusal('not-terminable');
    standing.when(expire('2026-12-31T19:00:00.000Z')).expectEventTypes('MouExpired');
  });
});

describe('the end', () => {
  it('comes with the day after the term, in the zone of the instrument', () => {
    standing.when(expire('2026-12-31T18:59:59.999Z')).expectRefusal('term-not-over');
    standing.when(expire('2026-12-31T19:00:00.000Z')).expectEventTypes('MouExpired');
    standing.given(suspended()).when(expire('2027-01-02T00:00:00.000Z')).expectEventTypes('MouExpired');
    standing.given(expired).when(suspend(secretary())).expectRefusal('not-in-force');
  });

  it('is wound down only with the proof of each party', () => {
    standing.when(windDown).expectRefusal('not-over');
    standing.when(prove(POLICE)).expectRefusal('not-over');
    const over = standing.given(expired);
    over.when(windDown).expectRefusal('proofs-missing');
    over.when(prove(POLICE, PRISON)).expectRefusal('signature-of-another-party');
    over.given(proven(POLICE)).when(windDown).expectRefusal('proofs-missing');
    over.given(proven(POLICE), proven(PRISON)).when(windDown).expectEventTypes('MouWoundDown');
  });

  it('takes no proof whose signature has a fault', () => {
    const faulty = prove(POLICE);
    standing
      .given(expired)
      .when({ ...faulty, data: { ...faulty.data, fault: 'signature-by-a-revoked-key' } })
      .expectRefusal('signature-by-a-revoked-key');
  });

  it('is told of once at each threshold', () => {
    const warning = { ...secretary(T0), daysLeft: 30, termTo: '2026-12-31' };
    const warn = { type: 'WarnOfExpiry' as const, data: { ...warning, actsFor: null } };
    standing.when(warn).expectEventTypes('MouExpiryWarned');
    standing.given({ type: 'MouExpiryWarned', data: warning }).when(warn).expectEvents();
  });
});
