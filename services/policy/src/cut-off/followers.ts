import type { PublicPartyKeys } from '@gatehouse/crypto';

/** Every service that decides by bundles, with the public keys it signs with: whose acknowledgement a cut-off waits for. */
export type Followers = ReadonlyMap<string, PublicPartyKeys>;
