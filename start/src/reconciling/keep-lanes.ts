import { openPool } from '@gatehouse/event-store';
import { poolSamples, workerSamples, type ProcessMetrics, type Watched } from '@gatehouse/service-kit';
import { LANE_KEEPER } from '../parties.ts';
import { LaneKeeper, type Keeping } from './lane-keeper.ts';

interface KeptLanes {
  /** for readiness and metrics of the process */
  watched: Watched;
  /** Once, however often it is called. */
  stop(): Promise<void>;
}

/**
 * Keeps the lanes from now on, as a process that administers the bus does.
 * @param registryUrl database of the policy service
 * @param metrics of the process
 */
export const keepLanes = (
  keeping: Omit<Keeping, 'registry'> & { registryUrl: string; metrics: ProcessMetrics },
): KeptLanes => {
  const { administration, logger, metrics, registryUrl } = keeping;
  const onFault = (err: Error): void =>
    logger.warn({ err }, 'the registry is out of reach for whoever keeps the lanes');
  const registry = openPool(registryUrl, { applicationName: 'gatehouse-administration', max: 1, onFault });
  const keeper = new LaneKeeper({ ...keeping, registry });
  metrics.watch(async () => [
    ...keeper.rounds.samples(),
    ...workerSamples(LANE_KEEPER, [keeper.worker]),
    ...poolSamples(LANE_KEEPER, registry),
  ]);
  keeper.start();
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await keeper.stop();
    await registry.end();
    await administration.close();
  };
  return {
    watched: { name: LANE_KEEPER, checks: keeper.rounds.checks(administration), metrics },
    stop: () => (stopped ??= stop()),
  };
};
