// What the journeys need before the first of them: the run's PostgreSQL and Kafka, and the built program.
import { buildWhatChanged } from '@gatehouse/start/building';
import startStack from '@gatehouse/testing/start-stack';

export default async (): Promise<void> => {
  await Promise.all([startStack(), buildWhatChanged()]);
};
