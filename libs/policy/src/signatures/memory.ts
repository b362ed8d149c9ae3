// What a service knows of signed texts and revoked keys from the bundles it took into use. Rows are added, and neither changed nor deleted.
import type pg from 'pg';
import type { Remembered } from './in-force-here.ts';

export const remembered = async (queryable: pg.Pool | pg.ClientBase): Promise<Remembered> => {
  const { rows: texts } = await queryable.query<Remembered['texts'][number]>(
    'select instrument_id as instrument, version, sha256, effective_from as "effectiveFrom" from policy.agreed_text',
  );
  const { rows: revoked } = await queryable.query<Remembered['revoked'][number]>(
    'select party, kid, since from policy.revoked_key order by party, kid, since',
  );
  return { texts, revoked };
};

/** With the transaction in which the bundle is taken into use. */
export const remember = async (
  client: pg.ClientBase,
  { texts, revoked }: Remembered,
  bundleVersion: number,
): Promise<void> => {
  await client.query(
    `insert into policy.agreed_text (instrument_id, version, sha256, effective_from, bundle_version)
     select t.id, t.version, t.sha256, t.effective_from, $5
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) as t (id, version, sha256, effective_from)
     on conflict do nothing`,
    [
      texts.map(({ instrument }) => instrument),
      texts.map(({ version }) => version),
      texts.map(({ sha256 }) => sha256),
      texts.map(({ effectiveFrom }) => effectiveFrom),
      bundleVersion,
    ],
  );
  await client.query(
    `insert into policy.revoked_key (party, kid, since, bundle_version)
     select r.party, r.kid, r.since, $4 from unnest($1::text[], $2::text[], $3::text[]) as r (party, kid, since)
     on conflict do nothing`,
    [
      revoked.map(({ party }) => party),
      revoked.map(({ kid }) => kid),
      revoked.map(({ since }) => since),
      bundleVersion,
    ],
  );
};
