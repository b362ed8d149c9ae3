// Paths of C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`.
//
// Promise: one path for a resource and one resource for a path: whatever is not written exactly as the specification
// says (leading zeros, `.p/256`, a missing `x`) is not a path.
import { TILE_WIDTH, type Tile } from './tile.ts';

/** What a path names: a tile of hashes, or a bundle of entries. */
export type TileResource = ({ kind: 'tile' } & Tile) | { kind: 'entries'; index: number; width: number };

const encodeIndex = (index: number): string => {
  const last = String(index % 1000).padStart(3, '0');
  const rest: string[] = [];
  for (let n = Math.floor(index / 1000); n > 0; n = Math.floor(n / 1000))
    rest.unshift(`x${String(n % 1000).padStart(3, '0')}`);
  return [...rest, last].join('/');
};

const suffix = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** The path of a tile or a bundle, without a leading slash: `tile/0/x001/067`, `tile/entries/000.p/44`. */
export const encodeTilePath = (resource: TileResource): string =>
  `tile/${resource.kind === 'entries' ? 'entries' : resource.level}/${encodeIndex(resource.index)}${suffix(resource.width)}`;

const SHAPE = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Reads a path; null when it is not one. Levels are 0 to 63, partial widths 1 to 255. */
export const parseTilePath = (path: string): TileResource | null => {
  const [, level, digits, partial] = SHAPE.exec(path) ?? [];
  if (level === undefined || digits === undefined) return null;
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (!Number.isSafeInteger(index) || (partial !== undefined && width >= TILE_WIDTH) || width < 1) return null;
  const resource: TileResource =
    level === 'entries' ? { kind: 'entries', index, width } : { kind: 'tile', level: Number(level), index, width };
  if (resource.kind === 'tile' && resource.level > 63) return null;
  return encodeTilePath(resource) === path ? resource : null;
};
