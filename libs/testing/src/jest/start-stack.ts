import { startRun } from './run.ts';

export default startRun;
