/** The claims that make a caller: all present, all text, all of bounded size. */
import type { JWTPayload } from 'jose';
import { AuthenticationFault } from '@gatehouse/service-kit/caller';
import type { Caller } from '@gatehouse/service-kit/caller';

// Also the alphabet: names end up in logs of other systems, in audit records and in HTTP headers.
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/;
const MOST_ROLES = 20;

/**
 * @param payload of a token whose signature holds
 * @throws AuthenticationFault token-invalid
 */
export const callerFrom = (payload: JWTPayload): Caller => ({
  person: name(payload.sub),
  agency: name(payload['agency']),
  unit: name(payload['unit']),
  roles: names(payload['roles']),
  clientId: name(payload['client_id'] ?? payload['azp']), // RFC 9068; some providers only send azp
});

const name = (claim: unknown): string => {
  if (typeof claim === 'string' && NAME.test(claim)) return claim;
  throw new AuthenticationFault('token-invalid');
};

const names = (claim: unknown): string[] => {
  if (Array.isArray(claim) && claim.length <= MOST_ROLES) return claim.map(name);
  throw new AuthenticationFault('token-invalid');
};
