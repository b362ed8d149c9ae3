/**
 * What may be written, checked before the database sees it: an error from there would break the caller's transaction.
 *
 * Invariants: PostgreSQL's jsonb and text hold no NUL and no lone surrogate; one event stays small enough to travel.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';

/** Bytes of JSON of one event's data or metadata. Its sealed copy has to fit into a bus message with room to spare. */
export const EVENT_BYTES_LIMIT = 256 * 1024;

// An escaped NUL or lone surrogate, with an even number of backslashes before it (an odd number is text about one).
const NOT_STORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * @returns the JSON text of a value
 * @throws TerminalFault 'event-malformed' (no JSON object, NUL, lone surrogate) or 'event-too-large'
 */
export const writableJson = (value: object): string => {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || !text.startsWith('{')) throw malformed('an event holds a JSON object');
  if (NOT_STORABLE.test(text)) throw malformed('an event holds no NUL and no broken characters');
  const bytes = Buffer.byteLength(text);
  if (bytes > EVENT_BYTES_LIMIT)
    throw new TerminalFault(`an event has at most ${EVENT_BYTES_LIMIT} bytes; this one has ${bytes}`, {
      code: 'event-too-large',
    });
  return text;
};

/** @returns the name itself; throws TerminalFault 'event-malformed' when it is empty, too long or holds control characters */
export const writableName = (name: string, what: string): string => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.length < 1 || name.length > 300 || /[\u0000-\u001f\u007f]/.test(name) || !name.isWellFormed())
    throw malformed(`${what} has 1 to 300 characters, none of them a control character`);
  return name;
};

// Of PostgreSQL's integer.
const LAST_VERSION = 2_147_483_647;

/** @returns the expected version itself; throws TerminalFault 'event-malformed' when no stream can be there and take so many more */
export const expectable = (version: number, added: number): number => {
  if (!Number.isSafeInteger(version) || version < 0 || version > LAST_VERSION - added)
    throw malformed('an expected version is 0 or more, as far as versions go');
  return version;
};

const malformed = (message: string): TerminalFault => new TerminalFault(message, { code: 'event-malformed' });
