export { database } from './database.ts';
export { eventTypes } from './event-types.ts';
export { createPolicy, SERVICE, type PolicyConfig, type PolicyService } from './policy.ts';
export { lastBundle, type BundleIssuer } from './bundle/bundle-issuer.ts';
export type { Registry } from './registry.ts';
export { timersOf, type Timer } from './timer/timers.ts';
export { bringSamplesIntoForce, type Samples } from './samples.ts';
