// A party's signing key on a real database: the secretary alone puts none in its place, and every party of its instruments is told.
import { generatePartyKeys, type PartyKeys } from '@gatehouse/crypto';
import { readStream } from '@gatehouse/event-store';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { draftInstrument, reviewInstrument, signInstrument } from '../instrument/instrument.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from '../instrument/instrument.fixture.ts';
import { instrumentStream, type InstrumentEvent } from '../instrument/instrument.events.ts';
import { memorandum, MOU } from '../memorandum.fixture.ts';
import { openRegistry, type OpenRegistry } from '../policy.fixture.ts';
import { runOnWorkingGroup } from '../working-group/run-on-working-group.ts';
import { confirmPartyKey, loadParty, publicKey, registerPartyKey, revokePartyKey } from './run-on-party.ts';

let open: OpenRegistry;
beforeEach(async () => {
  open = await openRegistry();
});
afterEach(() => open.close());

const register = async (keys: PartyKeys, party: string = POLICE) =>
  registerPartyKey(open.registry, open.secretary, party, {
    x: keys.signing.x ?? '',
    endorsement: null,
    overlapUntil: null,
  });

it('that replaces a lost one is proposed by the secretary and confirmed by a member of the party', async () => {
  const document = memorandum();
  const text = { version: document.version, sha256: shaOf(document) };
  await draftInstrument(open.registry, open.secretary, { document, effectiveFrom: null, replaces: null });
  await reviewInstrument(open.registry, open.as(SECRETARIAT, 're-one'), MOU, text);
  const own = await publicKey(open.keys[POLICE]!.signing.x ?? '');
  await revokePartyKey(open.registry, open.secretary, POLICE, { kid: own.kid, since: null, reason: 'lost (invented)' });
  const next = await generatePartyKeys(POLICE);
  const { kid } = await publicKey(next.signing.x ?? '');
  expect((await register(next)).party).toMatchObject({ keys: [{ key: own }], proposed: { key: { kid } } });
  const sign = async () => {
    const jws = await open.signature(POLICE, document, next);
    return (await signInstrument(open.registry, open.as(POLICE, 'sg'), MOU, { ...text, jws })).refusal;
  };
  expect(await sign()).toBe('signature-by-an-unknown-key');
  const confirm = async (party: string, person: string) =>
    (await confirmPartyKey(open.registry, open.as(party, person), POLICE, kid)).refusal;
  expect(await confirm(POLICE, 'lm-police')).toBe('not-a-member');
  for (const party of [PRISON, POLICE]) {
    const as = open.as(party, `sg-${party}`);
    await runOnWorkingGroup(open.registry, open.secretary, MOU, { type: 'ConstituteWorkingGroup', data: {} });
    const data = { person: party === POLICE ? 'lm-police' : 'lm-prison', post: 'directorate' };
    await runOnWorkingGroup(open.registry, as, MOU, { type: 'NameMember', data });
  }
  expect(await confirm(PRISON, 'lm-prison')).toBe('key-unknown');
  expect(await confirm(SECRETARIAT, 'lm-police')).toBe('key-unknown');
  expect(await confirm(POLICE, 'lm-police')).toBeNull();
  expect(await sign()).toBeNull();
  const events = await readStream<InstrumentEvent>(open.registry.agency.pool, instrumentStream(MOU));
  const told = events.flatMap(({ type, data }) =>
    type === 'MouPartyKeyChanged' && 'change' in data ? [data.change] : [],
  );
  expect(told).toEqual(['REVOKED', 'PROPOSED', 'REGISTERED']);
});

it('that is the first counts at once where an administrator had it from the party, and else waits', async () => {
  const party = 'kz-probation';
  const keys = await generatePartyKeys(party);
  expect((await register(keys, party)).party).toMatchObject({ keys: [], proposed: expect.anything() });
  const key = await publicKey(keys.signing.x ?? '');
  open.registry.given = { [party]: [key] };
  expect((await register(keys, party)).party).toMatchObject({ keys: [{ key }], proposed: null });
  expect((await loadParty(open.registry.agency.pool, party)).keys).toHaveLength(1);
});
