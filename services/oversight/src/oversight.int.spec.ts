// From an act at another service to its verified place in the log, over a real bus, decided on a real bundle.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditTopic, auditTrailMigrations, record, sealedTo, Sequencer } from '@gatehouse/audit-trail';
import { generatePartyKeys, pseudonym, publicKeys, type PartyKeys } from '@gatehouse/crypto';
import { postgresBus, provisionPostgresBus, type Bus } from '@gatehouse/event-bus';
import { inTransaction, migrate } from '@gatehouse/event-store';
import { signBundle } from '@gatehouse/policy';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually, freshDatabase, type FreshDatabase } from '@gatehouse/testing';
import { verifyLog, verifyRecord } from '../verify/verifier.mjs';
import { dutiesFromBundles } from './duties.ts';
import { auditRecord, openTestOversight, type TestOversight } from './oversight.fixture.ts';
import type { ProvenRecord } from './records/kept-record.ts';

const clock = new HeldClock('2026-03-02T10:00:00Z');
const parts = { party: 'kz-human-rights-commission', service: 'oversight', namespace: 'test' };
const topics = ['police-liaison', 'oversight'].map((source) => ({
  name: auditTopic('test', source),
  writer: source,
  reader: ['oversight'],
  groups: ['test.oversight'],
}));

let busDatabase: FreshDatabase;
let bus: Bus;
let policy: PartyKeys;
let oversight: TestOversight;

beforeAll(async () => {
  busDatabase = await freshDatabase('bus');
  policy = await generatePartyKeys('policy');
  const bundles = {
    name: 'test.policy.bundles',
    writer: 'policy',
    reader: ['oversight'],
    groups: ['test.oversight.bundles'],
  };
  const applied = { name: 'test.policy.applied.oversight', writer: 'oversight', reader: ['policy'], groups: [] };
  await provisionPostgresBus(busDatabase.pool, { topics: [...topics, bundles, applied] });
  bus = postgresBus({ url: busDatabase.url });
  const duties = dutiesFromBundles({
    ...parts,
    clock,
    keys: await generatePartyKeys('oversight'),
    bundleKey: publicKeys(policy).signing,
    products: new Map(),
  });
  oversight = await openTestOversight({ config: { bus, duties } });
  await oversight.service.start();
});
afterAll(async () => {
  await oversight.close();
  await bus.close();
  await busDatabase.drop();
});

const publishBundle = async (version: number, signer = policy, issuedAt = '2026-03-02T09:00:00Z') => {
  const bundle = { version, issuedAt, maxAgeSeconds: 86_400, instruments: [], parties: [] };
  await bus.publish([
    { topic: 'test.policy.bundles', key: 'bundle', value: await signBundle(bundle, signer), headers: {} },
  ]);
};
const ask = async (subject: string, purpose = 'OVERSIGHT') => {
  const headers = { authorization: 'Bearer token', 'gatehouse-purpose': purpose };
  const answer = await fetch(`${oversight.url}/records?subject=${subject}`, { headers });
  return {
    status: answer.status,
    ...((await answer.json()) as { records: ProvenRecord[]; checkpoint: string; reason?: string }),
  };
};

describe('oversight', () => {
  it('answers nobody before a verified bundle says who may ask; an older or a forged one changes nothing', async () => {
    expect((await ask('subject-7')).status).toBe(503);
    await publishBundle(2);
    await eventually(async () => expect((await ask('subject-7')).status).toBe(200));
    await publishBundle(1);
    await publishBundle(3, await generatePartyKeys('somebody-else'));
    const refused = () => oversight.alarms.filter((alarm) => alarm === 'BUNDLE_REFUSED');
    await eventually(() => expect(refused()).toHaveLength(1));
    // Two that say different things under one number are nothing a redelivery could be.
    await publishBundle(2, policy, '2026-03-02T09:00:01Z');
    await eventually(() => expect(refused()).toHaveLength(2));
    expect(await ask('subject-7', 'INVESTIGATE')).toMatchObject({ status: 403, reason: 'PURPOSE_MISMATCH' });
  });

  it('shows an act of another service, and its own readings, with proofs that hold in the log as anybody sees it', async () => {
    const source = await freshDatabase('police');
    await migrate(source.pool, [auditTrailMigrations]);
    const about = pseudonym(oversight.config.auditSubjectKey, 'audit', 'subject-7');
    await inTransaction(source.pool, (client) => record(client, auditRecord('police-liaison', { subjects: [about] })));
    const seal = sealedTo(publicKeys(oversight.keys.commission), oversight.keys.police);
    const topic = auditTopic('test', 'police-liaison');
    const sequencer = new Sequencer({ pool: source.pool, bus, topic, source: 'police-liaison', clock, seal });
    sequencer.start();
    const { records, checkpoint } = await eventually(async () => {
      const answer = await ask('subject-7');
      expect(answer.records.filter(({ integrated }) => integrated).map((one) => one.source)).toContain(
        'police-liaison',
      );
      expect(answer.records.filter(({ integrated }) => integrated).map((one) => one.source)).toContain('oversight');
      return answer;
    });
    await sequencer.stop();
    await source.drop();

    const log = await verifyLog({ url: oversight.logUrl, vkey: oversight.vkey });
    for (const one of records.filter(({ integrated }) => integrated))
      verifyRecord({ record: one, checkpoint, vkey: oversight.vkey, log });
    const own = records.filter(({ source: from }) => from === 'oversight').map(({ record: { event } }) => event);
    expect(new Set(own)).toEqual(new Set(['records-read']));
    // What the bus carried is sealed: neither people nor salts can be read off it.
    const { rows } = await busDatabase.pool.query<{ text: string }>(
      'select m::text as text from bus_transport.messages m',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.some(({ text }) => text.includes('po-aidos') || text.includes('hr-saule') || text.includes('salt')),
    ).toBe(false);
  });
});
