import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { encodeVerifierKey, noteSigner, openNote, parseVerifierKey, signNote } from './signed-note.ts';

const origin = 'gatehouse.example/log';
const signer = noteSigner(origin, generateKeyPairSync('ed25519').privateKey);
const stranger = noteSigner('witness.example', generateKeyPairSync('ed25519').privateKey);
const root = new Uint8Array(32).fill(7);
const note = signCheckpoint({ origin, size: 300, root }, signer);

describe('signed notes', () => {
  it('read and write a key as the Go checksum database does', () => {
    const verifier = parseVerifierKey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
    expect(encodeVerifierKey(verifier)).toBe('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
  });

  it('give a text to whoever holds one of the keys', () => {
    const text = 'first\n\nthird\n';
    const both = signNote(text, signer, stranger);
    expect(openNote(both, signer)).toBe(text);
    expect(openNote(both, stranger)).toBe(text);
    expect(openNote(both, parseVerifierKey(encodeVerifierKey(signer)))).toBe(text);
    expect(openNote(signNote(text, stranger), signer)).toBeNull();
    expect(openNote(signNote(text), signer)).toBeNull();
  });

  it('are spoiled by a signature of a known key that fails, whoever else signed', () => {
    const [, good] = signNote('a\n', stranger).split('\n\n');
    const [, wrong] = signNote('b\n', signer).split('\n\n');
    expect(openNote(`a\n\n${good}`, stranger, signer)).toBe('a\n');
    expect(openNote(`a\n\n${good}${wrong}`, stranger, signer)).toBeNull();
  });

  it('refuse keys whose id is not theirs', () => {
    const text = encodeVerifierKey(signer);
    expect(() => parseVerifierKey(text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow(TypeError);
    expect(() => parseVerifierKey('x')).toThrow(TypeError);
    expect(() => noteSigner('two words', signer.privateKey)).toThrow(TypeError);
  });
});

describe('checkpoints', () => {
  it('read back what was signed', () =>
    expect(openCheckpoint(note, origin, signer)).toEqual({ origin, size: 300, root }));

  it('are those of one origin', () => expect(openCheckpoint(note, 'other.example/log', signer)).toBeNull());

  it('are refused after any change of a character', () => {
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, replacement) => {
        fc.pre(note[at] !== replacement);
        const opened = openCheckpoint(note.slice(0, at) + replacement + note.slice(at + 1), origin, signer);
        expect(opened).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('are refused when a signature is written with other padding bits', () => {
    const at = note.lastIndexOf('=') - 1;
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
      if (letter !== note[at])
        expect(openCheckpoint(note.slice(0, at) + letter + note.slice(at + 1), origin, signer)).toBeNull();
  });

  it('have a size without leading zeros and a root of 32 bytes', () => {
    const signed = (text: string) => openCheckpoint(signNote(text, signer), origin, signer);
    const encoded = Buffer.from(root).toString('base64');
    expect(signed(`${origin}\n300\n${encoded}\n`)).not.toBeNull();
    expect(signed(`${origin}\n300\n${encoded}\nextension\n`)).not.toBeNull();
    for (const text of [
      `${origin}\n0300\n${encoded}\n`,
      `${origin}\n-1\n${encoded}\n`,
      `${origin}\n300\nAAAA\n`,
      `${origin}\n300\n`,
      `${origin}\n300\n${encoded}\n\n`,
    ])
      expect(signed(text)).toBeNull();
    expect(() => signCheckpoint({ origin, size: 1.5, root }, signer)).toThrow(TypeError);
  });
});

describe('a checkpoint', () => {
  const good = { origin, size: 300, root };

  it.each([
    ['no origin', { origin: '' }],
    ['an origin of two lines', { origin: 'a\nb' }],
    ['a root of 31 bytes', { root: root.subarray(1) }],
    ['a root of 33 bytes', { root: new Uint8Array(33) }],
    ['part of an entry', { size: 1.5 }],
    ['fewer than none', { size: -1 }],
    ['more than can be counted', { size: 2 ** 53 }],
  ])('is not signed with %s', (_what, wrong) =>
    expect(() => signCheckpoint({ ...good, ...wrong }, signer)).toThrow(
      new TypeError('a checkpoint has an origin of one line, a size and a root of 32 bytes'),
    ),
  );

  it('may be of a tree without entries, or of one as large as can be counted', () => {
    for (const size of [0, Number.MAX_SAFE_INTEGER])
      expect(openCheckpoint(signCheckpoint({ ...good, size }, signer), origin, signer)).toEqual({ ...good, size });
  });

  const encoded = Buffer.from(root).toString('base64');
  const signed = (text: string, from = origin) => openCheckpoint(signNote(text, signer), from, signer);

  it.each([
    ['more entries than can be counted', `${origin}\n9007199254740992\n${encoded}\n`],
    ['a size and a word', `${origin}\n300 x\n${encoded}\n`],
    ['a line before it', `x\n${origin}\n300\n${encoded}\n`],
    ['a root and a word', `${origin}\n300\n${encoded} x\n`],
    ['a root of stray bits', `${origin}\n300\n${encoded.slice(0, -2)}d=\n`],
    ['no size', `${origin}\n\n${encoded}\n`],
    ['an empty line among its extensions', `${origin}\n300\n${encoded}\na\n\nb\n`],
  ])('is not read with %s', (_what, text) => expect(signed(text)).toBeNull());

  it('may have several lines more', () =>
    expect(signed(`${origin}\n10\n${encoded}\nan extension\nanother\n`)).toEqual({ ...good, size: 10 }));
});
