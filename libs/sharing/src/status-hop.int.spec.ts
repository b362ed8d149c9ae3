// What is attested about a person: it goes to whoever holds an item about him, and is a fact of everything that is still to leave.
import { openSealed, publicKeys } from '@gatehouse/crypto';
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ENVELOPE_TYPE, type Envelope } from './envelope.ts';
import { changedDisclosures } from './standing/owed.ts';
import { StandingRunner } from './standing/standing-runner.ts';
import type { Outgoing, OutgoingSubject } from './to-product.ts';
import { POLICE, SUBJECT, toProduct, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

const CASE = 'KZ-2026-114';
const ACQUITTED = { final: true, at: '2026-11-20T00:00:00Z' };
let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies();
});
afterEach(() => two.close());

const status = (said: object = {}, subject = SUBJECT): Partial<Outgoing> => {
  const id = randomUUID();
  const payload = { statusId: id, version: 1, attestedAt: '2026-11-23T09:00:00Z', juvenile: false, ...said };
  return {
    purpose: 'SAFE_CUSTODY',
    caseRef: null,
    aboutSubject: subject,
    subjects: [{ ref: subject, category: 'SUSPECT', cases: [] }],
    item: {
      id,
      product: 'prison-intelligence.subject-status.v1',
      caseRef: null,
      priority: 'IMMEDIATE',
      subjects: [{ ref: subject, role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload,
    },
  };
};
const withdrawal = (itemId: string): Partial<Outgoing> => {
  const { item } = status();
  const payload = { withdrawalId: item!.id, itemId, ground: 'ERROR', required: 'ERASE' };
  return {
    item: { ...item!, product: 'prison-intelligence.withdrawal.v1', priority: 'ROUTINE', payload },
    about: { itemId, kind: 'withdrawal', ackWithin: 'PT72H' },
  };
};

/** From now on this is attested of everybody. */
const attest = (facts: Partial<OutgoingSubject>): void => {
  two.prison.agency.presentSubjects = async (_queryable, subjects) =>
    subjects.map((subject) => ({ ...subject, ...facts }));
};
const decidedUntil = (condition: () => Promise<void>) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    await condition();
  });
const inOutbox = (n: number) => decidedUntil(async () => expect(await two.prison.count('bus.outbox')).toBe(n));
const lastSent = async (): Promise<Envelope> => {
  const message = (await two.prison.relay()).at(-1)!;
  return (await openSealed(message.value, two.keys.police, () => publicKeys(two.keys.prison), ENVELOPE_TYPE))
    .payload as Envelope;
};
const reasons = async (): Promise<(string | null)[]> =>
  (await two.prison.audit()).filter(({ event }) => event === 'withheld').map(({ reason }) => reason);

describe('a status', () => {
  it('goes to whoever holds an item about the person, by statute, under the name he has there', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    await two.bundle({ state: 'SUSPENDED' });
    await two.raise({}, randomUUID(), status({ sealedSince: '2026-11-23', acquitted: [{ case: CASE, ...ACQUITTED }] }));
    await inOutbox(2);
    const sent = await lastSent();
    expect(sent.basis).toMatchObject({ kind: 'STATUTE', agreements: ['kz-corrections@1'] });
    expect(sent.basis.law).toEqual([{ agreement: 'kz-corrections@1', instrument: expect.any(String), article: '16' }]);
    expect(sent.subjects.map(({ ref, cases }) => ({ ref, cases }))).toEqual([
      { ref: envelope.subjects[0]!.ref, cases: [] },
    ]);
    expect(sent.payload).toMatchObject({ sealedSince: '2026-11-23', acquitted: [{ case: CASE, ...ACQUITTED }] });
  });

  it('names no case in which its holder has nothing', async () => {
    await two.bundle();
    await two.released();
    await two.raise({}, randomUUID(), status({ acquitted: [{ case: 'KZ-2026-999', ...ACQUITTED }] }));
    await inOutbox(2);
    expect((await lastSent()).payload).not.toHaveProperty('acquitted');
    const several = ['KZ-2026-999', CASE].map((each) => ({ case: each, ...ACQUITTED }));
    await two.raise({}, randomUUID(), status({ version: 2, acquitted: several }));
    await inOutbox(3);
    expect((await lastSent()).payload).toMatchObject({ acquitted: [{ case: CASE, ...ACQUITTED }] });
  });

  it('goes to nobody where nobody holds anything about him', async () => {
    await two.bundle();
    await two.released();
    await two.raise({}, randomUUID(), status({}, 'another-subject'));
    const last = await two.raise();
    await inOutbox(2);
    expect(last).toHaveLength(1);
    expect(await two.prison.count('sharing.held')).toBe(0);
  });

  it('that may not leave is held and said aloud: its holder goes on reading', async () => {
    await two.bundle();
    await two.released();
    const { bundle } = two.prison.agency.keeper.current()!;
    await two.issue(bundle.instruments.filter(({ compiled }) => compiled.id !== 'kz-corrections'));
    await two.raise({}, randomUUID(), status({ sealedSince: '2026-11-23' }));
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(1));
    expect(two.prison.alarms).toContain('HOLDER_NOT_TOLD');
    await two.bundle();
    await inOutbox(2);
  });

  it('has what was disclosed about him decided again, and nothing else', async () => {
    await two.bundle();
    const runner = new StandingRunner(two.prison.agency, toProduct);
    const { envelope } = await two.released();
    while ((await runner.runOnce()) > 0);
    attest({ statusVersion: 1, sealed: { since: '2026-11-23' } });
    await two.raise({}, randomUUID(), status({ sealedSince: '2026-11-23' }));
    await inOutbox(2);
    await runner.runOnce();
    expect(await changedDisclosures(two.prison.agency.pool, { after: null, limit: 10 })).toEqual([
      expect.objectContaining({
        itemId: envelope.itemId,
        recipient: POLICE,
        reason: 'SEALED',
        owed: 'return-or-erase',
      }),
    ]);
    expect(await two.prison.count('sharing.standing_due')).toBe(0);
  });
});

describe('what is still to leave', () => {
  it('leaves with the facts of now, and their version', async () => {
    await two.bundle();
    attest({ statusVersion: 7, limitedAccess: { allow: [POLICE] } });
    const { envelope } = await two.released();
    expect(envelope.subjects[0]).toMatchObject({ statusVersion: 7, limitedAccess: { allow: [POLICE] } });
  });

  it('stays when the record was sealed while it waited', async () => {
    await two.bundle({ state: 'SUSPENDED' });
    await two.raise();
    await decidedUntil(async () => expect(await two.prison.count('sharing.held')).toBe(1));
    attest({ statusVersion: 1, sealed: { since: '2026-11-23' } });
    await two.bundle();
    await decidedUntil(async () => expect(await reasons()).toEqual(['MOU_SUSPENDED', 'SEALED']));
    expect(await two.prison.count('bus.outbox')).toBe(0);
  });

  it('says of an acquittal only what is about its own case', async () => {
    await two.bundle();
    attest({ statusVersion: 1, acquitted: [{ case: 'KZ-2026-999', ...ACQUITTED }] });
    expect((await two.released()).envelope.subjects[0]).not.toHaveProperty('acquitted');
  });

  it('is taken back from its holders though the record was sealed since', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    attest({ statusVersion: 1, sealed: { since: '2026-11-23' } });
    await two.raise({}, randomUUID(), withdrawal(envelope.itemId));
    await inOutbox(2);
    expect((await lastSent()).subjects[0]).toMatchObject({ sealed: { since: '2026-11-23' } });
  });
});

describe('a withdrawal that nobody at its holder can acknowledge, since the record is sealed', () => {
  const laterItemLeaves = async (): Promise<void> => {
    two.clock.advance(73 * 3_600_000);
    await two.bundle();
    const left = await two.prison.count('bus.outbox');
    attest({});
    await two.raise();
    await inOutbox(left + 1);
    expect(await two.prison.count('sharing.held')).toBe(0);
  };

  it('keeps nothing back when it is overdue', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    attest({ statusVersion: 1, sealed: { since: '2026-11-23' } });
    await two.raise({}, randomUUID(), withdrawal(envelope.itemId));
    await inOutbox(2);
    await laterItemLeaves();
  });

  it('keeps nothing back from the moment of the sealing', async () => {
    await two.bundle();
    const { envelope } = await two.released();
    await two.raise({}, randomUUID(), withdrawal(envelope.itemId));
    await inOutbox(2);
    expect(await two.prison.count('sharing.open_correction')).toBe(1);
    await two.raise({}, randomUUID(), status({ sealedSince: '2026-11-23' }));
    await inOutbox(3);
    expect(await two.prison.count('sharing.open_correction')).toBe(0);
    await laterItemLeaves();
  });
});
