import { busConformance } from '../conformance.ts';
import { TrialBus } from './trial.fixture.ts';

busConformance('PostgreSQL', async () => {
  const trial = await TrialBus.make();
  return {
    topic: () => trial.topic(),
    writer: () => trial.client('prison-intelligence'),
    reader: () => trial.client('police-liaison'),
    close: () => trial.close(),
  };
});
