import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson, generatePartyKeys, publicKeys, verify } from '@gatehouse/crypto';
import type pg from 'pg';
import { auditPromise, AUDIT_PROMISE_TYPE } from './audit-promise.ts';
import { auditRecord } from './audit-record.fixture.ts';
import type { AuditRecord } from './audit-record.ts';
import { entryHashOf, record, recordAll } from './record.ts';
import { inMessages, openShipped, sealedTo } from './shipped-record.ts';
import { MESSAGE_BYTES_LIMIT } from '@gatehouse/event-bus';

const recording = () => {
  const written: unknown[][] = [];
  const query = async ({ values }: { values: unknown[] }) => void written.push(values);
  return { written, client: { query } as unknown as pg.ClientBase };
};

describe('record', () => {
  it('commits to salt and canonical text, with a salt of its own each time', async () => {
    const { client, written } = recording();
    const audited = auditRecord();
    const first = await record(client, audited);
    const second = await record(client, { ...audited });
    expect(first.entryHash).not.toBe(second.entryHash);
    const [id, source, text, salt, hash] = written[0] as [string, string, string, Buffer, Buffer];
    expect([id, source, text]).toEqual([audited.recordId, audited.source, canonicalJson(audited)]);
    expect(hash.equals(createHash('sha256').update(salt).update(text).digest())).toBe(true);
    expect(first).toEqual({ recordId: audited.recordId, entryHash: hash.toString('base64url') });
  });

  it('commits to many records as to each alone, in their order', async () => {
    const { client, written } = recording();
    const audited = [auditRecord(), auditRecord({ action: 'other' })];
    await recordAll(client, audited);
    const [ids, , texts, salts, hashes] = written[0] as [string[], string[], string[], Buffer[], Buffer[]];
    expect(ids).toEqual(audited.map(({ recordId }) => recordId));
    expect(texts).toEqual(audited.map(canonicalJson));
    expect(hashes).toEqual(texts.map((text, i) => entryHashOf(text, salts[i] ?? Buffer.alloc(0))));
    expect(salts[0]?.equals(salts[1] ?? Buffer.alloc(0))).toBe(false);
    await expect(recordAll(client, [auditRecord(), auditRecord({ source: '' })])).rejects.toMatchObject({
      code: 'audit-record',
    });
    expect(written).toHaveLength(1);
  });

  it.each([
    ['an event outside the closed list', { event: 'peeked' }],
    ['an operation outside the closed list', { operation: 'gossip' }],
    ['a text where field names belong', { fields: ['he was seen near the gate'] }],
    ['no source', { source: '' }],
    ['no time', { at: 'yesterday' }],
  ])('refuses %s, and writes nothing', async (_, change) => {
    const { client, written } = recording();
    await expect(record(client, auditRecord(change as Partial<AuditRecord>))).rejects.toMatchObject({
      code: 'audit-record',
    });
    expect(written).toEqual([]);
  });
});

describe('what leaves a source', () => {
  it('is readable by the keeper alone and signed by the party', async () => {
    const [police, commission, stranger] = await Promise.all(
      ['kz-police', 'commission', 'stranger'].map(generatePartyKeys),
    );
    const shipped = {
      source: 'police-liaison',
      number: 4,
      record: '{}',
      salt: Buffer.alloc(32, 1).toString('base64url'),
    };
    const value = await sealedTo(publicKeys(commission!), police!)([shipped]);
    const senders = (kid: string) => (kid === police!.signing.kid ? publicKeys(police!) : undefined);
    expect(await openShipped(value, commission!, senders)).toEqual({ shipped: [shipped], signedBy: 'kz-police' });
    await expect(openShipped(value, stranger!, senders)).rejects.toMatchObject({ code: 'not-for-us' });
    await expect(openShipped(value, commission!, () => undefined)).rejects.toMatchObject({ code: 'unknown-signer' });
    for (const wrong of [
      { ...shipped, number: 0 },
      { ...shipped, salt: 'short' },
      { ...shipped, more: 1 },
    ]) {
      const sealed = await sealedTo(publicKeys(commission!), police!)([wrong]);
      await expect(openShipped(sealed, commission!, senders)).rejects.toMatchObject({ code: 'malformed' });
    }
  });

  it('travels with others in one message, and never in more than a broker takes', async () => {
    const [police, commission] = await Promise.all(['kz-police', 'commission'].map(generatePartyKeys));
    const salt = Buffer.alloc(32, 1).toString('base64url');
    const shipped = Array.from({ length: 700 }, (_, n) => ({
      source: 'police-liaison',
      number: n + 1,
      record: JSON.stringify({ n, text: 'ж'.repeat(n === 500 ? 300_000 : 400) }),
      salt,
    }));
    const messages = inMessages(shipped);
    expect(messages.flat()).toEqual(shipped);
    expect(messages.length).toBeLessThan(7);
    const senders = () => publicKeys(police!);
    for (const message of messages.filter((records) => records.every(({ number }) => number !== 501))) {
      const value = await sealedTo(publicKeys(commission!), police!)(message);
      expect(Buffer.byteLength(value)).toBeLessThan(MESSAGE_BYTES_LIMIT);
      expect((await openShipped(value, commission!, senders)).shipped).toEqual(message);
    }
    expect(messages.find((records) => records.some(({ number }) => number === 501))).toHaveLength(1);
  });

  it('promises an entry by a deadline, verifiably', async () => {
    const keys = await generatePartyKeys('kz-police');
    const jws = await auditPromise(keys, 'aGFzaA', 'police-liaison', new Date('2026-03-02T09:01:00Z'));
    expect(await verify(jws, publicKeys(keys).signing, AUDIT_PROMISE_TYPE)).toEqual({
      entryHash: 'aGFzaA',
      source: 'police-liaison',
      integrateBy: '2026-03-02T09:01:00.000Z',
    });
  });
});
