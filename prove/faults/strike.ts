// Carries out a fault. Gives the instant from which on everything has to come back to work.
import { freePort } from '@gatehouse/local-stack';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';
import type { Disturbance, Fault, Kill, Rebalance, Stop } from './plan.ts';
import type { TcpLink } from './tcp-link.ts';

/** One way, of a link that is slow. */
const DELAY_MS = 50;

/** @returns when it was killed, went on or was healed: milliseconds since the epoch */
export const strike = async (deployment: Deployment, fault: Fault): Promise<number> => {
  switch (fault.what) {
    case 'kill':
      return killed(deployment, fault.whom);
    case 'stop':
      return stopped(pidOf(deployment, fault.whom), fault.forMs);
    case 'rebalance':
      return rebalanced(deployment, fault);
    default:
      return disturbed(linkOf(deployment, fault.whom), fault);
  }
};

const killed = async (deployment: Deployment, whom: Kill['whom']): Promise<number> => {
  if (whom === 'postgres' || whom === 'kafka') {
    const server = deployment[whom];
    process.kill(server.pid, 'SIGKILL');
    const at = Date.now();
    await server.exited;
    await (whom === 'postgres' ? deployment.startPostgres() : deployment.startKafka());
    return at;
  }
  const one = deployment.processes[whom];
  const at = Date.now();
  await one.end('SIGKILL');
  one.start();
  return at;
};

const stopped = async (pid: number, forMs: number): Promise<number> => {
  process.kill(pid, 'SIGSTOP');
  await pause(forMs);
  process.kill(pid, 'SIGCONT');
  return Date.now();
};

/** Two processes of one service share its group's lanes; the one that came is killed with its part of them. */
const rebalanced = async ({ processes }: Deployment, { whom, forMs }: Rebalance): Promise<number> => {
  const twin = processes[whom].twin(await freePort());
  twin.start();
  await twin.untilReady(60_000);
  await pause(forMs);
  await twin.end('SIGKILL');
  return Date.now();
};

const disturbed = async (link: TcpLink, { what, forMs }: Disturbance): Promise<number> => {
  if (what === 'cut') link.cut();
  else if (what === 'silence') link.fallSilent();
  else link.delay(DELAY_MS);
  await pause(forMs);
  link.heal();
  return Date.now();
};

const pidOf = (deployment: Deployment, whom: Stop['whom']): number =>
  whom === 'kafka' ? deployment.kafka.pid : deployment.processes[whom].pid;

const linkOf = (deployment: Deployment, whom: Disturbance['whom']): TcpLink =>
  whom === 'kafka' ? deployment.brokerLink : deployment.databaseLinks[whom];
