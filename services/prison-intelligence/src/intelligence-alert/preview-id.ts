// One preview, one alert: its id follows from the preview it confirms, so that the same request sent twice, also at once or
// after a crash, meets what it raised the first time.
import { createHash } from 'node:crypto';

/** An RFC 9562 version 8 UUID of a preview. */
export const idOfPreview = (preview: string): string => {
  const bytes = createHash('sha256').update(`intelligence-alert:${preview}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
