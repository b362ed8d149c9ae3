export { HASH_BYTES, leafHash, nodeHash, emptyRoot, sameHash } from './hashing.ts';
export { TILE_WIDTH, tileKey, tileWidth, partialTiles, type Tile } from './tile.ts';
export { encodeTilePath, parseTilePath, type TileResource } from './tile-path.ts';
export { append, edgeFromTiles, emptyEdge, rootOf, type Edge, type TileBytes } from './append.ts';
export { planConsistency, planInclusion, planRoot, prover, tilesOf, type ProofPlan } from './proof.ts';
export { verifyConsistency, verifyInclusion } from './verify.ts';
export { encodeEntryBundle, decodeEntryBundle } from './entry-bundle.ts';
export {
  encodeVerifierKey,
  noteSigner,
  openNote,
  parseVerifierKey,
  signNote,
  type NoteSigner,
  type NoteVerifier,
} from './signed-note.ts';
export { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts';
