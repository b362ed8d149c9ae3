import type { Sample } from './metrics.ts';

/** What a pool of connections tells about itself. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

export const poolSamples = (service: string, { totalCount, idleCount, waitingCount }: Pool): Sample[] =>
  Object.entries({ busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }).map(([state, value]) => ({
    name: 'gatehouse_pool_connections',
    service,
    labels: { state },
    value,
  }));
