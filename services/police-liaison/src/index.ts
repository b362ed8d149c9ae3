export { toClock } from './clocks.ts';
export { eventTypes } from './event-types.ts';
export { createPoliceLiaison, SERVICE, type PoliceLiaisonConfig } from './police-liaison.ts';
export { database } from './database.ts';
export { projections } from './projections.ts';
export { toProduct } from './sharing.ts';
