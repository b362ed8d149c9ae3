// The life of an instrument on a real database: what races, what is revoked in between, what the clock brings, how it ends.
import { canonicalJson, generatePartyKeys, signDetached, SIGNED_BESIDE } from '@gatehouse/crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actsOn, refusalOf } from './acts-on-memorandum.fixture.ts';
import { recordDueActs } from './instrument/due-acts.ts';
import { proveReturn, recordObligation, windDown } from './instrument/instrument.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from './instrument/instrument.fixture.ts';
import { reinstateInstrument, terminateInstrument } from './instrument/order.acts.ts';
import { loadInstruments, runByClock } from './instrument/run-on-instrument.ts';
import { publicKey, registerPartyKey, revokePartyKey } from './party/run-on-party.ts';
import { memorandum, MOU, unobliged } from './memorandum.fixture.ts';
import { MORNING, openRegistry, type OpenRegistry } from './policy.fixture.ts';

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());

const { draft, review, sign, bring, agree, types, suspend } = actsOn(() => open);
/** Which instruments are in force at a service that hears the bundles, and which are held out. */
const inForceAtService = () => {
  const { bundle, heldOut } = open.registry.agency.keeper.current()!;
  return [bundle.instruments.map(({ compiled }) => compiled.id), heldOut.map(({ id, code }) => [id, code])];
};

describe('two amendments that race', () => {
  it('leave one draft, and the other is refused', async () => {
    await agree(memorandum());
    const both = await Promise.all(
      [1, 2].map((n) => draft(memorandum({ version: 2, title: `Amendment ${n} (invented)` }))),
    );
    expect(new Set(both.map(refusalOf))).toEqual(new Set(['another-draft-pending', null]));
    expect((await types()).filter((type) => type === 'MouDrafted')).toHaveLength(2);
  });
});

describe('a text without all its clauses', () => {
  it('cannot be drafted, and so be signed by nobody', async () => {
    const { clauses = [], ...terms } = memorandum();
    const drafts = [
      await draft(terms),
      await draft({ ...terms, clauses: clauses.filter(({ clause }) => clause !== 20) }),
    ];
    expect(drafts.map((one) => 'errors' in one && one.errors.length)).toEqual([29, 1]);
    expect(await loadInstruments(open.registry.agency.pool)).toEqual([]);
  });
});

describe('a key', () => {
  it('that is revoked between signature and entry leaves nothing half in force', async () => {
    const document = memorandum();
    await draft(document);
    await review(document);
    for (const party of [PRISON, POLICE]) await sign(party, document);
    const { kid } = await publicKey(open.keys[POLICE]!.signing.x ?? '');
    const since = '2026-11-22T00:00:00.000Z';
    await revokePartyKey(open.registry, open.secretary, POLICE, { kid, since, reason: 'lost (invented)' });
    expect((await bring(document)).refusal).toBe('signature-void');
    expect((await sign(POLICE, document)).refusal).toBe('signature-by-a-revoked-key');
    await open.issuer.publish();
    expect((await open.published()).instruments).toEqual([]);
  });

  it('is followed by one it has signed, and both are good while they overlap', async () => {
    const next = await generatePartyKeys(POLICE);
    const key = await publicKey(next.signing.x ?? '');
    const register = (endorsement: string | null) =>
      registerPartyKey(open.registry, open.secretary, POLICE, {
        x: key.x ?? '',
        endorsement,
        overlapUntil: '2026-11-24T00:00:00.000Z',
      });
    expect((await register(null)).refusal).toBe('not-endorsed-by-the-present-key');
    const stranger = await signDetached({ party: POLICE, key }, next, SIGNED_BESIDE.partyKey, {});
    expect((await register(stranger)).refusal).toBe('not-endorsed-by-the-present-key');
    const endorsed = await signDetached({ party: POLICE, key }, open.keys[POLICE]!, SIGNED_BESIDE.partyKey, {});
    expect((await register(endorsed)).refusal).toBeNull();
    const document = memorandum();
    await draft(document);
    await review(document);
    await sign(PRISON, document);
    open.clock.set('2026-11-24T00:00:00.000Z');
    expect((await sign(POLICE, document)).refusal).toBe('signature-key-not-good-then');
    expect((await sign(POLICE, document, await open.signature(POLICE, document, next))).refusal).toBeNull();
    expect((await bring(document)).refusal).toBeNull();
    await open.issuer.publish();
    expect(inForceAtService()).toEqual([[MOU], []]);
    const since = '2026-11-23T00:00:00.000Z';
    await revokePartyKey(open.registry, open.secretary, POLICE, { kid: key.kid, since, reason: 'lost (invented)' });
    expect(await open.issuer.isDue()).toBe(true);
    await open.issuer.publish();
    expect(inForceAtService()).toEqual([[], [[MOU, 'signature-by-a-revoked-key']]]);
    expect(open.alarms).toEqual(['INSTRUMENT_UNVERIFIED']);
    await open.issuer.publish();
    expect(open.alarms).toHaveLength(1);
  });
});

describe('the clock', () => {
  it('says that what is owed is late, once, and nothing more of what was done, and issues no bundle for it', async () => {
    await agree(memorandum());
    await open.issuer.publish();
    const completion = { clause: '26.1', due: '2026-12-01', evidence: 'minutes (invented)' };
    expect((await recordObligation(open.registry, open.as(PRISON, 'lm'), MOU, completion)).refusal).toBeNull();
    expect([(await recordDueActs(open.registry)) > 0, await recordDueActs(open.registry)]).toEqual([true, 0]);
    open.clock.set('2026-12-02T03:00:00.000Z');
    await recordDueActs(open.registry);
    const late = (await loadInstruments(open.registry.agency.pool))[0]!.events
      .filter(({ type }) => type === 'MouObligationLate')
      .map(({ data }) => ('clause' in data && 'due' in data ? [data.clause, data.due] : []));
    expect(late.slice(0, 2)).toEqual([
      ['2.1', '2025-11-30'],
      ['2.2', '2025-12-15'],
    ]);
    expect(late.map(([clause]) => clause)).not.toContain('26.1');
    expect(new Set(late.map(String)).size).toBe(late.length);
    const { rows } = await open.registry.agency.pool.query('select from registry.instrument where changes > bundled');
    expect(rows).toEqual([]);
  });

  it('reminds of an obligation once', async () => {
    await agree(memorandum());
    const said = { instrumentId: MOU, by: { agency: SECRETARIAT, person: null }, at: MORNING, actsFor: null };
    const obligation = { clause: '2', owner: PRISON, due: '2026-12-23', daysLeft: 30 };
    const remind = () => runByClock(open.registry, [{ type: 'RemindOfObligation', data: { ...said, ...obligation } }]);
    expect([await remind(), await remind()]).toEqual([1, 0]);
  });

  it('warns once at each threshold, and records the end', async () => {
    await agree(unobliged({ term: { from: '2026-01-01', to: '2026-12-31' } }));
    expect([await recordDueActs(open.registry), await recordDueActs(open.registry)]).toEqual([1, 0]);
    open.clock.set('2026-12-05T03:00:00.000Z');
    expect([await recordDueActs(open.registry), await recordDueActs(open.registry)]).toEqual([1, 0]);
    open.clock.set('2027-01-01T03:00:00.000Z');
    expect([await recordDueActs(open.registry), await recordDueActs(open.registry)]).toEqual([1, 0]);
    expect((await types()).slice(-3)).toEqual(['MouExpiryWarned', 'MouExpiryWarned', 'MouExpired']);
  });
});

describe('the end', () => {
  it('is terminated, proven by each party over its list, and wound down', async () => {
    await agree(memorandum());
    await suspend({ kind: 'all' });
    const [known] = await loadInstruments(open.registry.agency.pool);
    const { suspensionId } = known!.instrument.suspensions[0]!;
    await reinstateInstrument(open.registry, open.secretary, MOU, { suspensionId, reason: 'done', order: null });
    const [reason, effectiveAt] = ['no need (invented)', '2026-12-23T03:00:00.000Z'];
    const order = await open.order(POLICE, { what: 'TERMINATE', effectiveAt, reason });
    const notice = { reason, effectiveAt, decisionId: null, order };
    expect((await terminateInstrument(open.registry, open.as(POLICE, 'sg'), MOU, notice)).refusal).toBeNull();
    const list = { sha256: shaOf({}), items: 0 };
    const proof = async (party: string, over = list) => {
      const statement = { instrumentId: MOU, party, method: 'RETURNED' as const, list: over };
      const iat = Math.floor(open.clock.now().getTime() / 1000);
      return signDetached(statement, open.keys[party]!, SIGNED_BESIDE.return, {
        instrument: MOU,
        version: 1,
        iat,
      });
    };
    const handIn = (party: string, jws: string) =>
      proveReturn(open.registry, open.as(party, 'sg'), MOU, { method: 'RETURNED', list, jws });
    const early = await proof(POLICE);
    expect((await handIn(POLICE, early)).refusal).toBe('not-over');
    open.clock.set('2026-12-23T02:59:59.000Z');
    await recordDueActs(open.registry);
    expect(await types()).not.toContain('MouTerminated');
    open.clock.set(effectiveAt);
    await recordDueActs(open.registry);
    expect((await types()).at(-1)).toBe('MouTerminated');
    expect((await handIn(POLICE, early)).refusal).toBe('proof-before-the-end');
    const prove = async (party: string, over = list) => handIn(party, await proof(party, over));
    expect((await prove(PRISON, { ...list, items: 1 })).refusal).toBe('signature-does-not-verify');
    await prove(PRISON);
    expect((await windDown(open.registry, open.secretary, MOU)).refusal).toBe('proofs-missing');
    await prove(POLICE);
    expect((await windDown(open.registry, open.secretary, MOU)).refusal).toBeNull();
  });
});

describe('every act', () => {
  it('leaves an audit record that names who, what and which instrument, and nothing of its text', async () => {
    await agree(memorandum());
    await draft(memorandum());
    const { rows } = await open.registry.agency.pool.query<{ record: string }>('select record from audit.record');
    const records = rows.map(
      ({ record }) => JSON.parse(record) as { action: string; event: string; item: { id: string } },
    );
    const of = (action: string) =>
      records.filter((one) => one.action === action && one.item.id === MOU).map(({ event }) => event);
    expect([of('SignInstrument'), of('DraftInstrument').toSorted(), of('BringIntoForce')]).toEqual([
      ['command-accepted', 'command-accepted'],
      ['command-accepted', 'command-refused'],
      ['command-accepted'],
    ]);
    expect(canonicalJson(records)).not.toContain('Memorandum');
  });
});
