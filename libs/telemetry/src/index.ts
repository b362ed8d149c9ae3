export type { WrittenSpan } from './file-exporter.ts';
export { startTracing, type Tracing } from './start-tracing.ts';
