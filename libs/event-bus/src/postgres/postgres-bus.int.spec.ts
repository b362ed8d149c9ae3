import { busConformance } from '../conformance.ts';
import { busCoreConformance } from '../core.conformance.ts';
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

busCoreConformance('PostgreSQL', async () => {
  const trial = await TrialBus.make();
  return {
    topic: () => trial.topic(),
    writer: () => trial.client('prison-intelligence'),
    reader: () => trial.client('police-liaison'),
    readerElsewhere: `postgresBus({ url: '${trial.url('police-liaison')}', log: () => {} })`,
    close: () => trial.close(),
  };
});
