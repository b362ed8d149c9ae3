// From opened services to a port that answers, and back: the order is the same for one service and for all of them.
import { listen, type Edge, type ExtraHandler } from '@gatehouse/service-kit';
import type { OpenService } from './services.ts';

/** Something that moves without an application: the publisher of bundles, say. */
export type Moving = Pick<OpenService, 'start' | 'stop'>;

export interface ToServe {
  services: readonly OpenService[];
  /** started after the port is open, stopped before it closes */
  moving?: readonly Moving[];
  extra?: readonly ExtraHandler[];
  port: number;
  host?: string;
  edge?: Edge;
}

export interface Serving {
  /** such as http://127.0.0.1:8080 */
  origin: string;
  stop(): Promise<void>;
}

/** Opens the port and sets everything going; what fails on the way is stopped again. */
export const serve = async ({ services, moving = [], extra = [], port, host, edge }: ToServe): Promise<Serving> => {
  const applications = services.map(({ app }) => app);
  const open = await listen(applications, extra, port, host, edge);
  const stop = async (): Promise<void> => {
    await Promise.all(moving.map((part) => part.stop()));
    await open.close();
    await Promise.all(services.map((service) => service.stop()));
  };
  try {
    await Promise.all([...moving, ...services].map((part) => part.start()));
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { origin: open.origin, stop };
};
