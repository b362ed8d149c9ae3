export { toClock } from './clocks.ts';
export { eventTypes } from './event-types.ts';
export { createPrisonIntelligence, SERVICE, type PrisonIntelligenceConfig } from './prison-intelligence.ts';
export { database } from './database.ts';
export { projections } from './projections.ts';
export { toProduct } from './sharing.ts';
