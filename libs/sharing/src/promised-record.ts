// An audit record and the source's signed promise that it will stand in the log: what every answer carries.
import { auditPromise, record } from '@gatehouse/audit-trail';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';

/** Seconds after which a promised record must stand in the log. */
const INTEGRATED_WITHIN_S = 60;

/** Writes an audit record with the caller's transaction. Gives the promise for it: a compact JWS. */
export const promisedRecord = async (
  agency: Agency,
  client: pg.ClientBase,
  described: Parameters<typeof auditRecord>[1],
): Promise<string> => {
  const { entryHash } = await record(client, auditRecord(agency, described));
  return promiseOf(agency, entryHash);
};

/** The promise for a record that commits with the answer. `entryHash`: base64url. */
export const promiseOf = (agency: Agency, entryHash: string): Promise<string> => {
  const integrateBy = new Date(agency.clock.now().getTime() + INTEGRATED_WITHIN_S * 1000);
  return auditPromise(agency.keys, entryHash, agency.service, integrateBy);
};
