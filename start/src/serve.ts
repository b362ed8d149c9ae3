// From opened services to a port that answers, and back: the order is the same for one service and for all of them.
import { listen, type Edge, type ExtraHandler, type Watched } from '@gatehouse/service-kit';
import { inTime } from '@gatehouse/service-kit/in-time';
import type { OpenService } from './services.ts';

/** Requests have ten seconds to end, then the workers their step; what a kill would leave is repaired by the next start. */
const STOPPED_WITHIN_MS = 25_000;

export interface ToServe {
  services: readonly OpenService[];
  /** what moves already and is no service */
  beside?: readonly { watched: Watched; stop(): Promise<void> }[];
  extra?: readonly ExtraHandler[];
  port: number;
  host?: string;
  edge?: Edge;
}

export interface Serving {
  /** such as http://127.0.0.1:8080 */
  origin: string;
  /** @throws Error when it took too long: then the process is to end anyway */
  stop(): Promise<void>;
}

/** Opens the port and sets everything going; what fails on the way is stopped again. */
export const serve = async ({ services, beside = [], extra = [], port, host, edge }: ToServe): Promise<Serving> => {
  const applications = services.map(({ app }) => app);
  const open = await listen(
    applications,
    extra,
    port,
    host,
    edge,
    beside.map(({ watched }) => watched),
  );
  const inOrder = async (): Promise<void> => {
    await open.close();
    await Promise.all([...services, ...beside].map((one) => one.stop()));
  };
  const stop = (): Promise<void> =>
    inTime(inOrder(), STOPPED_WITHIN_MS + (edge?.drainMs ?? 0), () => {
      throw new Error(`not stopped within ${STOPPED_WITHIN_MS / 1_000} s: what is under way is given up`);
    });
  try {
    await Promise.all(services.map((service) => service.start()));
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { origin: open.origin, stop };
};
