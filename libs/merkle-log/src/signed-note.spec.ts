// Signed notes: what may be signed, what is opened, and what a stranger may send.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeBase64, encodeVerifierKey, noteSigner, openNote, parseVerifierKey, signNote } from './signed-note.ts';

const pair = () => generateKeyPairSync('ed25519').privateKey;
const signer = noteSigner('log.example', pair());
const other = noteSigner('witness.example', pair());
/** The lines of signatures of a note. */
const lines = (note: string): string => note.slice(note.lastIndexOf('\n\n') + 2);

describe('base64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('%j is read', (text) =>
    expect(decodeBase64(text)?.toString('base64')).toBe(text),
  );
  it.each(['A', 'AA', 'AAA', 'AB==', 'AA==\n', ' AAAA', '-_-_', 'AAAA='])('%j is not', (text) =>
    expect(decodeBase64(text)).toBeNull(),
  );
});

describe('a key', () => {
  it.each(['', ' ', 'two words', 'a+b', 'tab\tbed', 'line\n', '\u00a0'])('is not named %j', (name) =>
    expect(() => noteSigner(name, signer.privateKey)).toThrow(
      new TypeError('a key name is not empty and has no space and no plus'),
    ),
  );

  it('is an Ed25519 key', () =>
    expect(() => noteSigner('log', generateKeyPairSync('x25519').privateKey)).toThrow(
      new TypeError('a note key is an Ed25519 key'),
    ));

  const written = encodeVerifierKey(signer);

  it('is read as it is written, blank space around it or not', () => {
    expect(written).toMatch(/^log\.example\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    for (const text of [written, `  ${written}\n`]) {
      const read = parseVerifierKey(text);
      expect([read.name, read.keyId.equals(signer.keyId), encodeVerifierKey(read)]).toEqual([
        signer.name,
        true,
        written,
      ]);
    }
  });

  const [name, id, encoded] = [signer.name, signer.keyId.toString('hex'), written.slice(-44)];
  const bytes = Buffer.from(encoded, 'base64');
  const as = (key: Uint8Array) => `${name}+${id}+${Buffer.from(key).toString('base64')}`;

  it.each([
    ['nothing', ''],
    ['no name', `+${id}+${encoded}`],
    ['a name of two words', `two ${name}+${id}+${encoded}`],
    ['no id', `${name}+${encoded}`],
    ['a short id', `${name}+${id.slice(1)}+${encoded}`],
    ['a long id', `${name}+${id}0+${encoded}`],
    ['an id in capitals', `${name}+ABCDEF01+${encoded}`],
    ['something after it', `${written} x`],
    ['something before it', `x ${written}`],
    ['another kind of key', as(bytes.with(0, 2))],
    ['a byte too few', as(bytes.subarray(0, 32))],
    ['a byte too many', as(Buffer.concat([bytes, Buffer.of(0)]))],
    ['letters that are none', `${name}+${id}+${encoded.slice(0, -1)}!`],
  ])('is refused: %s', (_what, text) =>
    expect(() => parseVerifierKey(text)).toThrow(new TypeError('not an Ed25519 verifier key')),
  );

  it('is refused under the id, or the name, of another', () => {
    const fault = new TypeError('the key id does not belong to this key');
    expect(() => parseVerifierKey(written.replace(id, '00000000'))).toThrow(fault);
    expect(() => parseVerifierKey(written.replace(name, other.name))).toThrow(fault);
  });
});

describe('a text', () => {
  it.each(['\n', 'a\n', 'a\n\nb\n', 'ж ~\u007f\n'])('%j is signed, and opened by whoever knows the key', (text) =>
    expect(openNote(signNote(text, signer), signer)).toBe(text),
  );

  it.each(['', 'a', 'a\nb', '\u0000\n', 'a\tb\n', 'a\r\n', '\u000b\n', '\u001f\n', '\ud800\n'])('%j is not', (text) =>
    expect(() => signNote(text, signer)).toThrow(
      new TypeError('a note text ends in a newline and has no control characters'),
    ),
  );

  it('is followed by an empty line and a line a signature', () => {
    const note = signNote('a\n', signer, other);
    expect(note).toMatch(/^a\n\n\u2014 log\.example [A-Za-z0-9+/=]+\n\u2014 witness\.example [A-Za-z0-9+/=]+\n$/);
    expect(
      Buffer.from(/log\.example (\S+)/.exec(note)![1]!, 'base64')
        .subarray(0, 4)
        .equals(signer.keyId),
    ).toBe(true);
  });
});

describe('a note', () => {
  const note = signNote('a\n', signer);
  const line = lines(note);
  const strange = lines(signNote('a\n', other));

  it('is trusted for any of its known signatures, and not for a signature of nobody known', () => {
    expect(openNote(`${note}${strange}`, signer)).toBe('a\n');
    expect(openNote(`a\n\n${strange}${line}`, signer)).toBe('a\n');
    expect(openNote(`a\n\n${strange}`, signer)).toBeNull();
    expect(openNote(note)).toBeNull();
  });

  it('is no better for a key of the same name, or the same id, that is another', () => {
    expect(openNote(note, noteSigner(signer.name, pair()))).toBeNull();
    expect(openNote(note, { ...other, keyId: signer.keyId })).toBeNull();
    expect(openNote(note, { ...other, keyId: signer.keyId }, signer)).toBe('a\n');
  });

  it('may be as long as 64 KiB', () => {
    const rest = signNote('\n', signer).length - 1;
    const long = (length: number) => signNote(`${'x'.repeat(length - rest - 1)}\n`, signer);
    expect(long(65_536)).toHaveLength(65_536);
    expect(openNote(long(65_536), signer)).not.toBeNull();
    expect(openNote(long(65_537), signer)).toBeNull();
  });

  const short = (bytes: number) => `\u2014 log.example ${Buffer.alloc(bytes, 1).toString('base64')}\n`;

  it.each([
    ['without signatures', 'a\n\n'],
    ['without an empty line', `a\n${line}`],
    ['without its last newline', note.slice(0, -1)],
    ['with an empty line after it', `${note}\n`],
    ['with a control character', note.replace('a', '\u0007')],
    ['with half a character', note.replace('a', '\ud800')],
    ['with a line that is no signature', `${note}x\n`],
    ['with a line that is one after something', `${note}x${strange}`],
    ['with a signature and something after it', `${note}${strange.slice(0, -1)} x\n`],
    ['with a hyphen for a dash', `${note}${strange.replace('\u2014', '-')}`],
    ['with a signature by nobody', `${note}${strange.replace('witness.example', '')}`],
    ['with a signature of stray bits', `${note}\u2014 witness.example AAAAAAAB=\n`],
    ['with a signature that is not base64 of one form', `${note}\u2014 witness.example AAAAAAB=\n`],
    ['with a signature of a key id alone', `${note}${short(4)}`],
    ['with a signature of less', `${note}${short(3)}`],
  ])('is not opened: %s', (_what, text) => expect(openNote(text, signer)).toBeNull());

  it('may hold a signature of one byte by a key unknown', () =>
    expect(openNote(`${note}${short(5)}`, signer)).toBe('a\n'));
});
