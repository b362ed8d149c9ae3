// Entry bundles of C2SP tlog-tiles: each entry after its length as a big-endian uint16.

const LENGTH_BYTES = 2;

/** The bundle of up to 256 entries, in order. */
export const encodeEntryBundle = (entries: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      entries.flatMap((entry) => {
        if (entry.length > 0xffff) throw new RangeError('an entry of a bundle has at most 65,535 bytes');
        const length = Buffer.alloc(LENGTH_BYTES);
        length.writeUInt16BE(entry.length);
        return [length, entry];
      }),
    ),
  );

/** The entries of a bundle. @throws RangeError when it ends inside an entry */
export const decodeEntryBundle = (bundle: Uint8Array): Uint8Array[] => {
  const view = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < view.length;) {
    const from = at + LENGTH_BYTES;
    const to = from > view.length ? Infinity : from + view.readUInt16BE(at);
    if (to > view.length) throw new RangeError('the bundle ends inside an entry');
    entries.push(bundle.slice(from, to));
    at = to;
  }
  return entries;
};
