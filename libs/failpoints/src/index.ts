export {
  FAILPOINTS,
  IMPORT_FAILPOINTS,
  KEY_FAILPOINTS,
  PLANTED_BUGS,
  REBUILD_FAILPOINTS,
  type Failpoint,
  type PlantedBug,
} from './names.ts';
export { failpoint, planted } from './failpoint.ts';
