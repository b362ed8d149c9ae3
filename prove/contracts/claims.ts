import type { Claim } from './claim.ts';
import type { Rules } from './clauses.ts';
import type { Contracts } from './contracts-at-hand.ts';
import { deadClaims } from './dead-clauses.ts';
import { errorClaims, sourceClaims, specialClaims } from './never.ts';

/** Everything that is claimed of these contracts, in one order. */
export const claimsOf = (rules: Rules, contracts: Contracts): Claim[] => [
  ...sourceClaims(rules, contracts),
  ...specialClaims(rules, contracts),
  ...errorClaims(rules, contracts),
  ...deadClaims(rules, contracts),
];
