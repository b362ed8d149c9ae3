// Clause 25 on a real database and at a service: where every party ends a suspension, and reasons that are owed by a day.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { actsOn } from '../acts-on-memorandum.fixture.ts';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { recordDueActs } from './due-acts.ts';
import { POLICE, PRISON } from './instrument.fixture.ts';
import { reinstateInstrument, suspendInstrument } from './order.acts.ts';
import { loadInstruments } from './run-on-instrument.ts';

const [ALL, REASON] = [{ kind: 'all' } as const, 'A review (invented).'];

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());
const { agree, types } = actsOn(() => open);

const everyParty = () => {
  const clauses = (memorandum().clauses ?? []).map((clause) =>
    clause.clause === 25 ? { ...clause, rule: { ...clause.rule, reinstatedBy: 'every-party' } } : clause,
  );
  return memorandum({ clauses });
};
const suspend = async () => {
  const order = await open.order(POLICE, { what: 'SUSPEND', scope: ALL, reason: REASON });
  const suspension = { scope: ALL, reason: REASON, freezePriorCopies: false, order };
  expect((await suspendInstrument(open.registry, open.as(POLICE, 'sg'), MOU, suspension)).refusal).toBeNull();
  return order.orderId;
};
const reinstate = async (party: string, suspensionId: string) => {
  const order = await open.order(party, { what: 'REINSTATE', suspensionId, reason: REASON });
  const back = { suspensionId, reason: REASON, order };
  expect((await reinstateInstrument(open.registry, open.as(party, 'sg'), MOU, back)).refusal).toBeNull();
};
/** How it stands at a service that judges by what the parties signed. */
const atService = async () => {
  await open.issuer.publish();
  return open.registry.agency.keeper.current()!.bundle.instruments[0]?.state;
};

it('a suspension stands, at services as well, until every party has signed that it ends', async () => {
  await agree(everyParty());
  const suspensionId = await suspend();
  expect(await atService()).toBe('SUSPENDED');
  await reinstate(POLICE, suspensionId);
  expect([await atService(), (await types()).at(-1)]).toEqual(['SUSPENDED', 'MouReinstatementAgreed']);
  await reinstate(PRISON, suspensionId);
  expect([await atService(), (await types()).at(-1)]).toEqual(['IN_FORCE', 'MouReinstated']);
  expect(open.alarms).toEqual([]);
});

it('where the text asks whoever suspended, the word of another ends nothing, and his own is enough', async () => {
  await agree(memorandum());
  const suspensionId = await suspend();
  const order = await open.order(PRISON, { what: 'REINSTATE', suspensionId, reason: REASON });
  const back = { suspensionId, reason: REASON, order };
  const ofPrison = await reinstateInstrument(open.registry, open.as(PRISON, 'sg'), MOU, back);
  expect(ofPrison.refusal).toBe('not-whoever-suspended');
  await reinstate(POLICE, suspensionId);
  expect(await atService()).toBe('IN_FORCE');
});

it('its reasons are owed within the period of the rule, and late the day after, also when it has ended since', async () => {
  await agree(memorandum());
  await reinstate(POLICE, await suspend());
  const late = async () => {
    await recordDueActs(open.registry);
    const [known] = await loadInstruments(open.registry.agency.pool);
    return known!.events.flatMap(({ type, data }) =>
      type === 'MouObligationLate' && 'clause' in data && 'due' in data && data.clause.startsWith('25.')
        ? [[data.owner, data.due]]
        : [],
    );
  };
  open.clock.set('2026-11-24T18:59:59.000Z'); // in Almaty still the 24th
  expect(await late()).toEqual([]);
  open.clock.set('2026-11-24T19:00:00.000Z');
  expect([await late(), await late()]).toEqual([[[POLICE, '2026-11-24']], [[POLICE, '2026-11-24']]]);
});
