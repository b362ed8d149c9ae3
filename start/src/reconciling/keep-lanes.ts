import { openPool } from '@gatehouse/event-store';
import { LaneKeeper, type Keeping } from './lane-keeper.ts';

/** Keeps the lanes from now on, as a process that administers the bus does. @param registryUrl database of the policy service */
export const keepLanes = (keeping: Omit<Keeping, 'registry'> & { registryUrl: string }): { stop(): Promise<void> } => {
  const { administration, logger, registryUrl } = keeping;
  const onFault = (err: Error): void =>
    logger.warn({ err }, 'the registry is out of reach for whoever keeps the lanes');
  const registry = openPool(registryUrl, { applicationName: 'gatehouse-administration', max: 1, onFault });
  const keeper = new LaneKeeper({ ...keeping, registry });
  keeper.start();
  return {
    stop: async () => {
      await keeper.stop();
      await registry.end();
      await administration.close();
    },
  };
};
