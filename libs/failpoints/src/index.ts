export { FAILPOINTS, IMPORT_FAILPOINTS, PLANTED_BUGS, type Failpoint, type PlantedBug } from './names.ts';
export { failpoint, planted } from './failpoint.ts';
