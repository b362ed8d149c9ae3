// What parties order, with real keys on a real database: nobody orders for another, and the secretariat ends nothing by itself.
import { generatePartyKeys } from '@gatehouse/crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { runOnWorkingGroup } from '../working-group/run-on-working-group.ts';
import { bringIntoForce, draftInstrument, reviewInstrument, signInstrument } from './instrument.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from './instrument.fixture.ts';
import { reinstateInstrument, suspendInstrument, terminateInstrument, type HandedOrder } from './order.acts.ts';
import { loadInstrument } from './run-on-instrument.ts';

const [ALL, REASON] = [{ kind: 'all' } as const, 'A review (invented).'];

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
  const document = memorandum();
  const text = { version: document.version, sha256: shaOf(document) };
  await draftInstrument(open.registry, open.secretary, { document, effectiveFrom: null, replaces: null });
  await reviewInstrument(open.registry, open.as(SECRETARIAT, 're-one'), MOU, text);
  for (const party of [PRISON, POLICE]) {
    const jws = await open.signature(party, document);
    await signInstrument(open.registry, open.as(party, 'sg'), MOU, { ...text, jws });
  }
  expect((await bringIntoForce(open.registry, open.secretary, MOU, text)).refusal).toBeNull();
});
afterEach(() => open.close());

const suspend = (party: string, order: HandedOrder | null, reason = REASON) =>
  suspendInstrument(open.registry, open.as(party, 'sg'), MOU, { scope: ALL, reason, freezePriorCopies: false, order });
const suspension = (keys = open.keys[POLICE]!, more: { orderId?: string } = {}) =>
  open.order(POLICE, { what: 'SUSPEND', scope: ALL, reason: REASON, ...more }, keys);

it('a party suspends with its own key, for itself, why it said, and once', async () => {
  const order = await suspension();
  expect((await suspend(POLICE, null)).refusal).toBe('order-not-signed');
  expect((await suspend(POLICE, await suspension(await generatePartyKeys(POLICE)))).refusal).toBe(
    'signature-by-an-unknown-key',
  );
  expect((await suspend(PRISON, order)).refusal).toBe('signature-of-another-party');
  expect((await suspend(POLICE, order, 'Another one (invented).')).refusal).toBe('signature-does-not-verify');
  expect((await suspend(POLICE, order)).refusal).toBeNull();
  const back = { suspensionId: order.orderId, reason: REASON };
  const reinstate = (party: string, by: HandedOrder | null) =>
    reinstateInstrument(open.registry, open.as(party, 'sg'), MOU, { ...back, order: by });
  expect((await reinstate(POLICE, null)).refusal).toBe('order-not-signed');
  expect((await reinstate(POLICE, order)).refusal).toBe('signature-does-not-verify');
  expect((await reinstate(SECRETARIAT, null)).refusal).toBe('not-whoever-suspended');
  expect((await reinstate(POLICE, await open.order(POLICE, { what: 'REINSTATE', ...back }))).refusal).toBeNull();
  expect((await suspend(POLICE, order)).refusal).toBeNull();
  const replayed = await suspension(open.keys[POLICE]!, { orderId: order.orderId });
  open.clock.set('2026-11-23T03:01:00.000Z');
  expect((await suspend(POLICE, { ...replayed, at: open.clock.now().toISOString() })).refusal).toBe(
    'signature-does-not-verify',
  );
  const known = await loadInstrument(open.registry.agency.pool, MOU);
  expect(known).toMatchObject({ suspensions: [] });
});

it('the secretary ends it when its working group has adopted that, and told in advance what it votes on', async () => {
  const motion = (party: string, person: string) => (said: Parameters<typeof runOnWorkingGroup>[3]) =>
    runOnWorkingGroup(open.registry, open.as(party, person), MOU, said);
  const secretary = motion(SECRETARIAT, 'se-one');
  await secretary({ type: 'ConstituteWorkingGroup', data: {} });
  const members = [PRISON, POLICE].map((party) => motion(party, `lm-${party}`));
  for (const [place, party] of [PRISON, POLICE].entries())
    await members[place]!({ type: 'NameMember', data: { person: `lm-${party}`, post: 'directorate' } });
  const end = (decisionId: string | null) =>
    terminateInstrument(open.registry, open.secretary, MOU, {
      reason: REASON,
      effectiveAt: '',
      decisionId,
      order: null,
    });
  const decided = async (decisionId: string, about: 'TERMINATION' | null) => {
    const data = { decisionId, question: 'Does it end (invented)?', disputeId: null, about };
    await secretary({ type: 'ProposeDecision', data });
    for (const [place, member] of members.entries()) {
      if (place === 1 && about) expect((await end(decisionId)).refusal).toBe('decision-not-adopted');
      await member({ type: 'CastVote', data: { decisionId, vote: 'FOR' } });
    }
  };
  expect((await end(null)).refusal).toBe('decision-missing');
  expect((await end('00000000-0000-4000-8000-000000000001')).refusal).toBe('decision-not-adopted');
  await decided('00000000-0000-4000-8000-000000000002', null);
  expect((await end('00000000-0000-4000-8000-000000000002')).refusal).toBe('decision-about-something-else');
  await decided('00000000-0000-4000-8000-000000000003', 'TERMINATION');
  expect((await end('00000000-0000-4000-8000-000000000003')).refusal).toBeNull();
  expect(await loadInstrument(open.registry.agency.pool, MOU)).toMatchObject({ ended: 'TERMINATED' });
});
