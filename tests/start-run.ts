// What integration tests and journeys need before the first of them: the run's PostgreSQL and Kafka, and what Cedar makes of the rules.
import { makeFormsOfRun } from '@gatehouse/policy/forms-of-run';
import startStack from '@gatehouse/testing/start-stack';

export default async (): Promise<void> => {
  const starting = startStack();
  makeFormsOfRun();
  await starting;
};
