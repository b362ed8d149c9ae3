// Positions in the write-ahead log, and the files they lie in (PostgreSQL, "WAL internals").

/** '16/B374D848' as a number of bytes. @throws TypeError */
export const parseLsn = (text: string): bigint => {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new TypeError('not a position in a write-ahead log');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
};

export const formatLsn = (lsn: bigint): string =>
  `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();

/** The name of the file that holds a position: timeline, then the segment's number in two parts. */
export const segmentName = (timeline: number, lsn: bigint, segmentBytes: number): string => {
  const segment = lsn / BigInt(segmentBytes);
  const perHigh = 0x1_0000_0000n / BigInt(segmentBytes);
  return [BigInt(timeline), segment / perHigh, segment % perHigh].map(hex8).join('');
};

/** Where the segment of this name begins. */
export const segmentStart = (name: string, segmentBytes: number): bigint => {
  const perHigh = 0x1_0000_0000n / BigInt(segmentBytes);
  const [high, low] = [name.slice(8, 16), name.slice(16, 24)].map((part) => BigInt(`0x${part}`)) as [bigint, bigint];
  return (high * perHigh + low) * BigInt(segmentBytes);
};

const hex8 = (part: bigint): string => part.toString(16).toUpperCase().padStart(8, '0');
