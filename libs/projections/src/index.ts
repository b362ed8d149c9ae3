export type { Projection, ReadTable } from './projection.ts';
export { projectionsMigrations } from './projections-migrations.ts';
export { Projector, type ProjectorOptions } from './projector.ts';
export { ProjectorsInStep } from './projectors-in-step.ts';
export { readModelOptions, type ReadModel } from './read-model.ts';
export type { Difference, TableDifferences } from './rebuild/differences.ts';
export { rebuildProgress, type RebuildProgress } from './rebuild/progress.ts';
export { rebuild, type RebuildEnd, type RebuildOptions } from './rebuild/rebuild.ts';
export { replayEvent, type Replayed } from './rebuild/replay-event.ts';
