export type { Projection } from './projection.ts';
export { projectionsMigrations } from './projections-migrations.ts';
export { Projector, type ProjectorOptions } from './projector.ts';
export { readModelOptions, type ReadModel } from './read-model.ts';
