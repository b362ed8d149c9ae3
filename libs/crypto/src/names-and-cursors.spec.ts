import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { pseudonym } from './pseudonym.ts';

const key = randomBytes(32).toString('base64url');

describe('canonical JSON (RFC 8785)', () => {
  it('gives the text of the RFC 8785 example of section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it.each([[undefined], [Number.NaN], [{ a: '\ud800' }], [() => 1]])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

describe('a pseudonym', () => {
  it('is the HMAC of scope, NUL and id (value computed by another implementation)', () => {
    const zeros = Buffer.alloc(32).toString('base64url');
    expect(pseudonym(zeros, 'kz-police', 'subject-1')).toBe('nCTgfR_116Oq0JcjRNZoW6SFuHUScR5xKTQpW2nLvic');
  });

  it('is the same each time for one scope, and another for another scope, id or key', () => {
    const name = pseudonym(key, 'kz-police', 'subject-1');
    expect(pseudonym(key, 'kz-police', 'subject-1')).toBe(name);
    const others = [
      pseudonym(key, 'kz-prosecutor', 'subject-1'),
      pseudonym(key, 'kz-police', 'subject-2'),
      pseudonym(randomBytes(32).toString('base64url'), 'kz-police', 'subject-1'),
      pseudonym(key, 'kz-polic', 'esubject-1'),
    ];
    expect(new Set([name, ...others]).size).toBe(5);
  });

  it('refuses a scope that could read as part of an id, and a short key', () => {
    expect(() => pseudonym(key, 'a\0b', 'c')).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => pseudonym(key, '', 'c')).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => pseudonym('c2hvcnQ', 'a', 'c')).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

describe('a cursor', () => {
  it('opens in its scope and says nothing outside', async () => {
    const cursor = await sealCursor(key, 'inbox:po-aidos', { after: '7' });
    expect(cursor).not.toContain(Buffer.from('after').toString('base64url').slice(0, 5));
    expect(await openCursor(key, 'inbox:po-aidos', cursor)).toEqual({ after: '7' });
  });

  it('is refused in another scope, under another key, changed, and when it is no cursor at all', async () => {
    const cursor = await sealCursor(key, 'inbox:po-aidos', { after: '7' });
    const at = cursor.length - 30;
    const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
    const tries: [string, string, string][] = [
      [key, 'inbox:po-nurzhan', cursor],
      [randomBytes(32).toString('base64url'), 'inbox:po-aidos', cursor],
      [key, 'inbox:po-aidos', changed],
      [key, 'inbox:po-aidos', ''],
      [key, 'inbox:po-aidos', 'eyJhIjoxfQ'],
    ];
    for (const attempt of tries) await expect(openCursor(...attempt)).rejects.toMatchObject({ code: 'cursor' });
  });
});
