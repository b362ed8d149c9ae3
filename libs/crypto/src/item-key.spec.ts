import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeItemKey, unwrapItemKey } from './item-key.ts';

const agencyKey = randomBytes(32).toString('base64url');
const fault = expect.objectContaining({ name: 'CryptoFault', code: 'malformed' }) as unknown as Error;
const value = { name: 'Invented Person (invented)', aliases: ['Қайрат'] };

/** The text with one bit of the byte at `index` of its sealed bytes flipped. */
const flipped = (sealed: string, index: number): string => {
  const bytes = Buffer.from(sealed.slice(4), 'base64url');
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return `gh1.${bytes.toString('base64url')}`;
};

describe('an item key', () => {
  const { key, wrapped } = makeItemKey(agencyKey, 'item-1');
  const sealed = key.seal('identity', value);

  it('opens what it sealed, also after it was wrapped and kept', () => {
    expect(key.open('identity', sealed)).toEqual(value);
    expect(unwrapItemKey(agencyKey, 'item-1', wrapped).open('identity', sealed)).toEqual(value);
  });

  it('seals the same value differently each time', () => expect(key.seal('identity', value)).not.toBe(sealed));

  it('gives one text one digest, and another under another key', () => {
    const other = makeItemKey(agencyKey, 'item-1');
    expect(unwrapItemKey(agencyKey, 'item-1', wrapped).digestOf('text')).toBe(key.digestOf('text'));
    expect([key.digestOf('texT'), other.key.digestOf('text')]).not.toContain(key.digestOf('text'));
  });

  it('takes a flipped bit anywhere for a fault, never for another text', () => {
    const bytes = Buffer.from(sealed.slice(4), 'base64url').length;
    for (let at = 0; at < bytes; at += 1) expect(() => key.open('identity', flipped(sealed, at))).toThrow(fault);
    for (let at = 0; at < 60; at += 1)
      expect(() => unwrapItemKey(agencyKey, 'item-1', flipped(wrapped, at))).toThrow(fault);
  });

  it('opens in its own place of its own item only', () => {
    const other = makeItemKey(agencyKey, 'item-2');
    expect(() => key.open('handler', sealed)).toThrow(fault);
    expect(() => other.key.open('identity', sealed)).toThrow(fault);
    expect(() => unwrapItemKey(agencyKey, 'item-2', wrapped)).toThrow(fault);
  });

  it('is unwrapped by its agency key alone', () =>
    expect(() => unwrapItemKey(randomBytes(32).toString('base64url'), 'item-1', wrapped)).toThrow(fault));

  it.each(['', 'gh1.', 'gh2.AAAA', `${sealed} `, `${sealed}=`, sealed.slice(0, 40)])('refuses %p', (text) =>
    expect(() => key.open('identity', text)).toThrow(fault),
  );

  it('refuses a short agency key and an id that could read as part of a place', () => {
    expect(() => makeItemKey('c2hvcnQ', 'item-1')).toThrow(fault);
    expect(() => makeItemKey(agencyKey, 'a\0b')).toThrow(fault);
  });
});
