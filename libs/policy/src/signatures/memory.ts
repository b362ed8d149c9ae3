// What a service knows of signed texts, orders and revoked keys from the bundles it took into use. Rows are added, and neither changed nor deleted.
import type pg from 'pg';
import type { SignedOrder } from './order.ts';
import type { Remembered } from './in-force-here.ts';

export const remembered = async (queryable: pg.Pool | pg.ClientBase): Promise<Remembered> => {
  const { rows: texts } = await queryable.query<Remembered['texts'][number]>(
    'select instrument_id as instrument, version, sha256, effective_from as "effectiveFrom" from policy.agreed_text',
  );
  const { rows: revoked } = await queryable.query<Remembered['revoked'][number]>(
    'select party, kid, since from policy.revoked_key order by party, kid, since',
  );
  const { rows: orders } = await queryable.query<{ signed: SignedOrder }>(
    'select signed from policy.signed_order order by instrument_id, order_id',
  );
  return { texts, revoked, orders: orders.map(({ signed }) => signed) };
};

/** With the transaction in which the bundle is taken into use. */
export const remember = async (
  client: pg.ClientBase,
  { texts, revoked, orders }: Remembered,
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
  await client.query(
    `insert into policy.signed_order (instrument_id, order_id, signed, bundle_version)
     select o.signed -> 'order' ->> 'instrumentId', o.signed -> 'order' ->> 'orderId', o.signed, $2
     from unnest($1::jsonb[]) as o (signed)
     on conflict do nothing`,
    [orders.map((one) => JSON.stringify(one)), bundleVersion],
  );
};
