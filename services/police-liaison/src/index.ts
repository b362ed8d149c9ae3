export { toClock } from './clocks.ts';
export { createPoliceLiaison, SERVICE, type PoliceLiaisonConfig } from './police-liaison.ts';
export { attest } from './officer/attest.ts';
export type { OfficerCommand } from './officer/officer.decider.ts';
