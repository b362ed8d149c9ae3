// What the journeys need before the first of them: what every test of a run does that has servers, and the built program.
import { buildWhatChanged } from '@gatehouse/start/building';
import startRun from '../start-run.ts';

export default async (): Promise<void> => {
  await Promise.all([startRun(), buildWhatChanged()]);
};
