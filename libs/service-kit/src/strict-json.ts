/**
 * JSON as it is allowed in from outside: RFC 8259, and the I-JSON rules of RFC 7493 that keep two readers of one text
 * from reading two different things.
 *
 * Promise: what comes out is one object with unique, harmless field names, without U+0000 and without unpaired
 * surrogates (PostgreSQL's jsonb and RFC 8785 take neither), at most 32 deep, its numbers finite.
 */
import { Problem } from './problem.ts';

const DEEPEST = 32;
/** Names that reach into an object's prototype. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * @param bytes a body as received
 * @returns the object it says
 * @throws Problem invalid-utf8, malformed-json, too-deep, duplicate-key, forbidden-key, nul-character, validation-failed
 */
export const parseStrictJson = (bytes: Uint8Array): object => {
  const text = decode(bytes);
  const value = parse(text);
  scan(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('', 'send an object');
};

const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Problem('invalid-utf8');
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed-json');
  }
};

// The text is known to be JSON: its tokens are enough. A name is a string whose next token is a colon.
const scan = (text: string): void => {
  const open: Set<string>[] = [];
  let last: string | null = null;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') enter(open);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') checkName(last ?? '', open.at(-1));
    else if (token.startsWith('"')) last = checkText(token);
    else checkNumber(token);
  }
};

const enter = (open: Set<string>[]): void => {
  if (open.push(new Set()) > DEEPEST) throw new Problem('too-deep');
};

const checkName = (name: string, names: Set<string> | undefined): void => {
  if (FORBIDDEN_NAMES.has(name)) throw new Problem('forbidden-key');
  if (names?.has(name)) throw new Problem('duplicate-key');
  names?.add(name);
};

const checkText = (literal: string): string => {
  const text = String(JSON.parse(literal));
  if (text.includes('\0')) throw new Problem('nul-character');
  if (!text.isWellFormed()) throw new Problem('invalid-utf8', { detail: 'A text holds an unpaired surrogate.' });
  return text;
};

const checkNumber = (token: string): void => {
  if (/^[-\d]/.test(token) && !Number.isFinite(Number(token))) throw invalid('', 'a number is too large');
};

const invalid = (pointer: string, detail: string) =>
  new Problem('validation-failed', { members: { errors: [{ pointer, detail }] } });
