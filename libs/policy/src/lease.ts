/** A publisher's clock may run a little ahead of a service's; a bundle from further ahead would stay fresh too long, and is refused. */
export const CLOCK_TOLERANCE_MS = 300_000;

const SECOND_MS = 1_000;

/**
 * When the lease of every bundle that was issued before this one has expired: from then on a service that has not heard of this one
 * releases nothing on an older one but what ruling 1 names, even where its clock is as far behind as is borne.
 * @returns RFC 3339
 */
export const olderLeasesUntil = ({ issuedAt, maxAgeSeconds }: { issuedAt: string; maxAgeSeconds: number }): string =>
  // Ages are counted in whole seconds.
  new Date(Date.parse(issuedAt) + (maxAgeSeconds + 1) * SECOND_MS + CLOCK_TOLERANCE_MS).toISOString();
