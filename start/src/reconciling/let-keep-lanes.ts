import { inTransaction, openPool } from '@gatehouse/event-store';
import pg from 'pg';

/**
 * What whoever keeps the lanes may do in the registry's database: read the bundles, keep the timers, and add the evidence of what it does. Asked as the
 * owner, after migrating.
 * @param role it logs in as
 */
export const letKeepLanes = async (ownerUrl: string, role: string): Promise<void> => {
  const owner = openPool(ownerUrl, { applicationName: 'gatehouse-provisioning', max: 1 });
  const keeper = pg.escapeIdentifier(role);
  try {
    await inTransaction(owner, async (client) => {
      await client.query(`grant usage on schema registry, audit to ${keeper}`);
      await client.query(`revoke all on all tables in schema registry, audit from ${keeper}`);
      await client.query(`grant select on registry.bundle to ${keeper}`);
      await client.query(`grant select, insert, update, delete on registry.timer to ${keeper}`);
      await client.query(`grant insert on audit.record to ${keeper}`);
    });
  } finally {
    await owner.end();
  }
};
