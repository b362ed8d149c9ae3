// The bundles a service has taken into use, as they stand in its database.
import type pg from 'pg';
import { BundleFault, type Bundle } from './bundle.ts';
import { digestOf } from './rules-of-record.ts';
import type { InForceHere } from './signatures/in-force-here.ts';

export interface StoredBundle {
  version: number;
  jws: string;
}

export const lastStored = async (queryable: pg.Pool | pg.ClientBase, many: number): Promise<StoredBundle[]> => {
  const { rows } = await queryable.query<{ version: string; jws: string }>(
    'select version, jws from policy.bundles order by version desc limit $1',
    [many],
  );
  return rows.map(({ version, jws }) => ({ version: Number(version), jws }));
};

/** Once; with what of it is not in force here, or stands otherwise. */
export const storeBundle = async (
  client: pg.ClientBase,
  jws: string,
  { version, issuedAt }: Bundle,
  { heldOut, stood }: Pick<InForceHere, 'heldOut' | 'stood'>,
  at: Date,
): Promise<void> => {
  const codes = heldOut.map(({ id, code }) => ({ id, code }));
  await client.query(
    `insert into policy.bundles (version, jws, issued_at, accepted_at, digest, held_out, stood) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (version) do nothing`,
    [version, jws, issuedAt, at, digestOf(jws), JSON.stringify(codes), JSON.stringify(stood)],
  );
};

/** @throws BundleFault for one that is older than what is stored, or says something else under the same version */
export const refuseRollback = (bundle: Bundle, jws: string, stored: StoredBundle | undefined): void => {
  if (!stored) return;
  if (bundle.version < stored.version)
    throw new BundleFault('bundle-rollback', `bundle ${bundle.version} is older than ${stored.version}`);
  if (bundle.version === stored.version && jws !== stored.jws)
    throw new BundleFault('bundle-says-two-things', `another bundle ${bundle.version} is in use`);
};
