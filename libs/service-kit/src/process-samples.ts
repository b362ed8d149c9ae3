import type { Sample } from './metrics.ts';
import type { Worker } from './worker.ts';

/** What a pool of connections tells about itself. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** @param serves those who ask (`requests`), what moves by itself (`hops`), or both */
export const poolSamples = (
  service: string,
  { totalCount, idleCount, waitingCount }: Pool,
  serves: 'requests' | 'hops' | 'both' = 'both',
): Sample[] =>
  Object.entries({ busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }).map(([state, value]) => ({
    name: 'gatehouse_pool_connections',
    service,
    labels: { state, serves },
    value,
  }));

/** Steps of workers, by name and what came of them. */
export const workerSamples = (service: string, workers: Worker[]): Sample[] =>
  workers.flatMap(({ name, steps }) =>
    Object.entries(steps).map(([outcome, value]) => ({
      name: 'gatehouse_worker_steps_total' as const,
      service,
      labels: { worker: name, outcome },
      value,
    })),
  );
