import { reconcileConformance } from '../reconcile/reconcile.conformance.ts';
import { TrialBus } from './trial.fixture.ts';

reconcileConformance('PostgreSQL', () => TrialBus.make());
