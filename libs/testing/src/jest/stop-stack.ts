import { stopRun } from './run.ts';

export default stopRun;
