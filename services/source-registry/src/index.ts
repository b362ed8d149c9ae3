export { eventTypes } from './event-types.ts';
export { createSourceRegistry, SERVICE, type SourceRegistryConfig } from './source-registry.ts';
export { database } from './database.ts';
export { projections } from './projections.ts';
