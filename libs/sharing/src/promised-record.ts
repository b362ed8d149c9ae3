// An audit record and the source's signed promise that it will stand in the log: what every answer carries.
import { auditPromise, record } from '@gatehouse/audit-trail';
import type pg from 'pg';
import { auditRecord, type Agency } from './agency.ts';
import { keepDecisions, madeFrom, readyDecisions, type DecisionMade } from './decision-made.ts';

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

/** The same for a record of decisions, with what they were made from beside it. */
export const promisedDecision = async (
  agency: Agency,
  client: pg.ClientBase,
  made: readonly DecisionMade[],
  described: Parameters<typeof auditRecord>[1],
): Promise<string> => promiseOf(agency, (await recordDecision(agency, client, made, described)).entryHash);

/** Writes the audit record of decisions with the caller's transaction, and what they were made from beside it. */
export const recordDecision = async (
  agency: Agency,
  client: pg.ClientBase,
  made: readonly DecisionMade[],
  described: Parameters<typeof auditRecord>[1],
): Promise<{ recordId: string; entryHash: string }> => {
  const decisions = await readyDecisions(agency, made);
  const by = made[0]?.by;
  const decision = described.decision && by && { ...described.decision, ...madeFrom(by, decisions) };
  const written = await record(client, auditRecord(agency, { ...described, ...(decision ? { decision } : {}) }));
  await keepDecisions(client, written.recordId, decisions);
  return written;
};

/** The promise for a record that commits with the answer. `entryHash`: base64url. */
export const promiseOf = (agency: Agency, entryHash: string): Promise<string> => {
  const integrateBy = new Date(agency.clock.now().getTime() + INTEGRATED_WITHIN_S * 1000);
  return auditPromise(agency.keys, entryHash, agency.service, integrateBy);
};
