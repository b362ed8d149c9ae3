import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { GroundOfGroup } from './decide-termination.ts';
import { dueOf } from './due.ts';
import { instrumentDecider, type InstrumentCommand } from './instrument.decider.ts';
import type { InstrumentEvent } from './instrument.events.ts';
import {
  agreedOn,
  drafted,
  inForce,
  leaving,
  ofText,
  POLICE,
  PRISON,
  reinstating,
  secretary,
  signatory,
  suspending,
  T0,
} from './instrument.fixture.ts';

const nothing = decider(instrumentDecider);
const standing = nothing.given(...inForce);
const ALL = { kind: 'all' } as const;
type Suspended = Extract<InstrumentEvent, { type: 'MouSuspended' }>['data'];

const suspend = (how: object = suspending(POLICE), at = T0) => ({
  type: 'SuspendInstrument' as const,
  data: {
    ...signatory(POLICE, at),
    actsFor: POLICE,
    suspensionId: 's1',
    scope: ALL,
    reason: 'r',
    freezePriorCopies: false,
    ...(how as ReturnType<typeof suspending>),
  },
});
const suspended: InstrumentEvent = {
  type: 'MouSuspended',
  data: (({ actsFor: _whom, fault: _none, ...data }) => data as Suspended)(suspend().data),
};
const UNSIGNED = { signed: null, fault: null };

describe('what a party orders', () => {
  it('is signed, by a good key, now', () => {
    standing.when(suspend(UNSIGNED)).expectRefusal('order-not-signed');
    standing
      .when(suspend({ ...suspending(POLICE), fault: 'signature-by-an-unknown-key' }))
      .expectRefusal('signature-by-an-unknown-key');
    standing.when(suspend(suspending(POLICE, '2026-11-23T08:54:59.999Z'))).expectRefusal('order-out-of-time');
    standing.when(suspend(suspending(POLICE, '2026-11-23T09:05:00.001Z'))).expectRefusal('order-out-of-time');
    standing.when(suspend(suspending(POLICE, T0, ALL, 2))).expectRefusal('order-of-no-version');
    standing.when(suspend()).expectEventTypes('MouSuspended');
  });

  it('is taken once, also when it was taken back since', () => {
    const given = standing.given(suspended);
    given.when(suspend()).expectEvents();
    const { signed } = suspending(POLICE);
    given.when(suspend({ fault: null, signed: { ...signed, jws: 'another' } })).expectRefusal('order-replayed');
    const back = { ...signatory(POLICE), suspensionId: 's1', reason: 'done' };
    const unsigned = { type: 'ReinstateInstrument' as const, data: { ...back, actsFor: POLICE, ...UNSIGNED } };
    given.when(unsigned).expectRefusal('order-not-signed');
    const { signed: word, fault } = reinstating(POLICE, 's1', '2026-11-23T09:00:01.000Z');
    given.when({ ...unsigned, data: { ...unsigned.data, signed: word, fault } }).expectEventTypes('MouReinstated');
    const reinstated = given.given({ type: 'MouReinstated', data: { ...back, signed: word } });
    reinstated.when(suspend()).expectEvents();
    reinstated.when(suspend({ fault: null, signed: { ...signed, jws: 'another' } })).expectRefusal('order-replayed');
  });
});

describe('a suspension that every party has to end', () => {
  const clauses = [
    {
      clause: 25,
      rule: {
        by: [PRISON, POLICE].map((party) => ({ party, post: 'head' })),
        scopes: ['whole' as const],
        meanwhile: 'hold' as const,
        reasonsWithin: 'PT24H',
        reinstatedBy: 'every-party' as const,
      },
    },
  ];
  const given = nothing.given(...agreedOn({ clauses }), suspended);
  const LATER = '2026-11-23T09:00:01.000Z';
  const back = (party: string, at = LATER) => ({
    type: 'ReinstateInstrument' as const,
    data: {
      ...signatory(party, at),
      actsFor: party,
      suspensionId: 's1',
      reason: 'done',
      ...reinstating(party, 's1', at),
    },
  });
  const agreed = (party: string, at = LATER): InstrumentEvent => {
    const { actsFor: _whom, fault: _none, ...data } = back(party, at).data;
    return { type: 'MouReinstatementAgreed', data };
  };

  it.each([
    [POLICE, PRISON],
    [PRISON, POLICE],
  ])('stands with the word of %s alone, and ends with that of %s', (first, second) => {
    given.when(back(first)).expectEvents(agreed(first));
    const one = given.given(agreed(first));
    one.when(back(first)).expectEvents();
    one.when(back(first, '2026-11-23T09:00:02.000Z')).expectEvents();
    const state = one.when(back(first)).state();
    expect(state).toMatchObject({ suspensions: [{ suspensionId: 's1' }] });
    one.when(back(second)).expectEventTypes('MouReinstated');
  });

  it('needs an order of each, and takes none from the secretariat or a stranger', () => {
    const unsigned = { ...back(PRISON), data: { ...back(PRISON).data, ...UNSIGNED } };
    given.when(unsigned).expectRefusal('order-not-signed');
    const ofSecretariat = { ...secretary(LATER), actsFor: null, suspensionId: 's1', reason: 'done', ...UNSIGNED };
    given.when({ type: 'ReinstateInstrument', data: ofSecretariat }).expectRefusal('not-whoever-suspended');
    given.when(back('kz-probation')).expectRefusal('not-a-party');
  });

  it('of the secretariat ends with its own word besides', () => {
    const own: InstrumentEvent = {
      type: 'MouSuspended',
      data: { ...(suspended as { data: Suspended }).data, ...secretary(), signed: null },
    };
    const open = nothing.given(...agreedOn({ clauses }), own, agreed(PRISON), agreed(POLICE));
    const ofSecretariat = { ...secretary(LATER), actsFor: null, suspensionId: 's1', reason: 'done', ...UNSIGNED };
    open.when({ type: 'ReinstateInstrument', data: ofSecretariat }).expectEventTypes('MouReinstated');
  });

  it('is judged by the text that its order names, whatever was agreed since', () => {
    const amended: InstrumentEvent = { type: 'MouAmended', data: { ...secretary(), ...ofText(2), effectiveFrom: T0 } };
    given.given(drafted(2), amended).when(back(POLICE)).expectEventTypes('MouReinstatementAgreed');
  });
});

type Grounds = Pick<Terminating, 'decision' | 'signed' | 'fault'>;
type Terminating = Extract<InstrumentCommand, { type: 'TerminateInstrument' }>['data'];

const terminate = (actsFor: string | null, ground: Partial<Grounds>) => ({
  type: 'TerminateInstrument' as const,
  data: {
    ...(actsFor ? signatory(actsFor) : secretary()),
    reason: 'no need (invented)',
    actsFor,
    decision: null,
    ...UNSIGNED,
    ...ground,
  },
});
const decision = (change: Partial<GroundOfGroup> = {}): Partial<Grounds> => ({
  decision: { decisionId: 'd1', outcome: 'ADOPTED', about: 'TERMINATION', voted: [PRISON, POLICE], ...change },
});

describe('the secretariat', () => {
  it('ends an instrument with an adopted decision of its working group alone', () => {
    standing.when(terminate(null, {})).expectRefusal('decision-missing');
    standing.when(terminate(null, leaving(POLICE))).expectRefusal('decision-missing');
    standing.when(terminate(null, decision({ outcome: null }))).expectRefusal('decision-not-adopted');
    standing.when(terminate(null, decision({ outcome: 'REJECTED' }))).expectRefusal('decision-not-adopted');
    standing.when(terminate(null, decision({ about: null }))).expectRefusal('decision-about-something-else');
    standing.when(terminate(null, decision())).expectEventTypes('MouTerminated');
  });

  it('ends none that binds a party which has not voted', () => {
    const more = { parties: [PRISON, POLICE, 'kz-probation'].map((id) => ({ id, kind: 'police', country: 'KZ' })) };
    const joined: InstrumentEvent = {
      type: 'MouAmended',
      data: { ...secretary(), ...ofText(2, more), effectiveFrom: T0 },
    };
    standing
      .given(drafted(2, more), joined)
      .when(terminate(null, decision()))
      .expectRefusal('decision-not-of-all-parties');
  });
});

describe('a party that leaves', () => {
  const clauses = [
    { clause: 27, rule: { noticePeriod: 'P90D', copies: 'destroy', proofWithin: 'P90D', survives: ['audit'] } },
  ];

  it('gives its own signed notice, and no decision of a group instead', () => {
    standing.when(terminate(POLICE, {})).expectRefusal('order-not-signed');
    standing.when(terminate(POLICE, decision())).expectRefusal('order-not-signed');
    standing.when(terminate(POLICE, leaving(POLICE))).expectEventTypes('MouTerminationNoticed');
  });

  it('does so no sooner than was agreed', () => {
    const on = (at: string) => terminate(POLICE, leaving(POLICE, T0, at));
    standing.when(on('2026-12-23T08:59:59.999Z')).expectRefusal('notice-too-short');
    standing.when(on('2026-12-23T09:00:00.000Z')).expectEventTypes('MouTerminationNoticed');
    const longer = nothing.given(...agreedOn({ clauses }));
    longer.when(on('2027-02-21T08:59:59.999Z')).expectRefusal('notice-too-short');
    longer.when(on('2027-02-21T09:00:00.000Z')).expectEventTypes('MouTerminationNoticed');
  });

  it('ends it when the notice is over and not before, by the clock alone', () => {
    const { signed } = leaving(POLICE);
    const { effectiveAt } = signed.order;
    const said = { noticeId: 'n1', effectiveAt, due: '2026-12-25', reason: 'no need (invented)', signed };
    const given = standing.given({ type: 'MouTerminationNoticed', data: { ...signatory(POLICE), ...said } });
    given.when(terminate(POLICE, leaving(POLICE))).expectEvents();
    given.when(terminate(POLICE, leaving(POLICE, '2026-11-23T09:01:00.000Z'))).expectRefusal('notice-given');
    given.when(terminate(PRISON, leaving(PRISON))).expectEventTypes('MouTerminationNoticed');
    const end = (at: string) => ({
      type: 'EndByNotice' as const,
      data: { ...secretary(at), actsFor: null, noticeId: 'n1' },
    });
    given.when(end('2026-12-25T08:59:59.999Z')).expectRefusal('notice-not-over');
    given.when(end(effectiveAt)).expectEventTypes('MouTerminated');
    const known = given.when(end(effectiveAt)).state();
    if (known.status === 'none') throw new Error('it is there');
    const noticed = { ...known, ended: null, endedAt: null };
    const due = (at: string) => dueOf(noticed, at, { agency: 'x', person: null }).map(({ type }) => type);
    expect([due('2026-12-25T08:59:59.999Z').includes('EndByNotice'), due(effectiveAt)]).toEqual([
      false,
      ['EndByNotice'],
    ]);
  });

  it('proves nothing of the end before it', () => {
    const statement = {
      instrumentId: 'mou',
      party: POLICE,
      method: 'RETURNED' as const,
      list: { sha256: 'x', items: 3 },
    };
    const proof = { ...signatory(POLICE), statement, kid: 'k', jws: 'j', actsFor: POLICE };
    const prove = { type: 'ProveReturn' as const, data: { ...proof, fault: 'signature-before-the-text' as const } };
    standing.when(prove).expectRefusal('not-over');
    const ended = { ...secretary(), reason: 'over', noticeId: null, decisionId: 'd1' };
    standing.given({ type: 'MouTerminated', data: ended }).when(prove).expectRefusal('proof-before-the-end');
  });
});
