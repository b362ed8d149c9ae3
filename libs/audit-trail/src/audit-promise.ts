import { sign, type PartyKeys } from '@gatehouse/crypto';

/** The header in which an answer carries the promise about its own record. */
export const AUDIT_PROMISE_HEADER = 'gatehouse-audit-promise';
export const AUDIT_PROMISE_TYPE = 'gatehouse-audit-promise';

/**
 * The source's signed word that this entry will stand in the log by then: whoever holds it can prove an omission.
 * @param entryHash base64url, as `record` gave it
 * @returns compact JWS over { entryHash, source, integrateBy }
 */
export const auditPromise = (keys: PartyKeys, entryHash: string, source: string, integrateBy: Date): Promise<string> =>
  sign({ entryHash, source, integrateBy: integrateBy.toISOString() }, keys, AUDIT_PROMISE_TYPE);
