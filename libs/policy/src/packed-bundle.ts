// A bundle packed for the wire: its RFC 8785 form, deflated (RFC 1951), under the signature. The compiled texts repeat themselves, so that it
// takes a sixth (six sample instruments: 349 kB become 56). Bundles from before it was packed are read as they are.
import { canonicalJson } from '@gatehouse/crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What a few kilobytes may become: more is no bundle. */
const MOST_BYTES = 32 * 1024 * 1024;

export const packed = (bundle: object): { deflated: string } => ({
  deflated: deflateRawSync(Buffer.from(canonicalJson(bundle), 'utf8')).toString('base64url'),
});

/** @returns what was packed, or what is given where it was not; undefined for what does not unpack to one text of one object */
export const unpacked = (payload: unknown): unknown => {
  const { deflated } = (payload ?? {}) as { deflated?: unknown };
  if (deflated === undefined) return payload;
  if (typeof deflated !== 'string') return undefined;
  try {
    const bytes = inflateRawSync(Buffer.from(deflated, 'base64url'), { maxOutputLength: MOST_BYTES });
    const text = bytes.toString('utf8');
    const value = JSON.parse(text) as unknown;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
};
