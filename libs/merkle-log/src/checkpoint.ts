// C2SP tlog-checkpoint: origin, size and root of the tree as a signed note, without extension lines.
import { HASH_BYTES } from './hashing.ts';
import { decodeBase64, openNote, signNote, type NoteSigner, type NoteVerifier } from './signed-note.ts';

/** What a log commits to at one size. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** The signed checkpoint as it is served. */
export const signCheckpoint = ({ origin, size, root }: Checkpoint, ...signers: NoteSigner[]): string => {
  if (origin === '' || origin.includes('\n') || root.length !== HASH_BYTES || !Number.isSafeInteger(size) || size < 0)
    throw new TypeError('a checkpoint has an origin of one line, a size and a root of 32 bytes');
  return signNote(`${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`, ...signers);
};

/** Reads a checkpoint; null unless a known key signed it and it is that of `origin`. */
export const openCheckpoint = (note: string, origin: string, ...known: NoteVerifier[]): Checkpoint | null => {
  const text = openNote(note, ...known);
  const [, from, size, encoded] =
    /^([^\n]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text ?? '') ?? [];
  const root = decodeBase64(encoded ?? '');
  if (from !== origin || root?.length !== HASH_BYTES || !Number.isSafeInteger(Number(size))) return null;
  return { origin, size: Number(size), root: new Uint8Array(root) };
};
