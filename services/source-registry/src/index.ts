export { createSourceRegistry, SERVICE, type SourceRegistryConfig } from './source-registry.ts';
