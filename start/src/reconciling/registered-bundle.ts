// The bundle that the registry issued last, as it stands in its database: durable there before any service hears of it.
import { verifyBundle, type Bundle } from '@gatehouse/policy';
import { lastBundle } from '@gatehouse/policy-registry';
import type { JWK } from 'jose';
import type pg from 'pg';

/**
 * @param registry database of the policy service
 * @returns null before the first one
 * @throws BundleFault when it does not verify: then nobody signed for anything
 */
export const registeredBundle = async (registry: pg.Pool, key: JWK): Promise<Bundle | null> => {
  const jws = await lastBundle(registry);
  return jws === null ? null : verifyBundle(jws, key);
};

/** Its version alone, to see whether there is a new one. */
export const registeredVersion = async (registry: pg.Pool): Promise<number> => {
  const { rows } = await registry.query<{ version: string | null }>(
    'select max(version) as version from registry.bundle',
  );
  return Number(rows[0]?.version ?? 0);
};
