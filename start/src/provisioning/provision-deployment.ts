// Provisioning for services that run one by one: databases, roles, topics and rights, then a folder for each process.
import { loadProducts } from '@gatehouse/contracts';
import { verifierKey } from '../gatehouse.ts';
import type { BusAccess } from '../infrastructure.ts';
import { allInstruments, compileAll, samplesOf } from '../instruments.ts';
import type { Keys } from '../keys.ts';
import { issuerAt } from '../identity-provider.ts';
import { PROCESSES, type ProcessName } from '../parties.ts';
import { provision } from '../provision.ts';
import { writeDeployment, writeSecret } from './deployment-folder.ts';
import { join } from 'node:path';

export interface ToDeploy {
  /** where the folders of the processes are written */
  folder: string;
  namespace: string;
  /** of a role that may create roles and databases */
  adminUrl: string;
  kafka: Extract<BusAccess, { kind: 'kafka' }>;
  keys: Keys;
  /** an OpenID provider that is already there, else the one for development */
  identity: { issuer: string; jwksUri?: string } | null;
  /** the first process listens on the port above it, the next above that */
  basePort: number;
}

export interface Deployed {
  /** where each process listens on this machine unless told otherwise */
  addresses: Record<ProcessName, string>;
  issuer: string;
  /** verifies the log's checkpoints */
  logKey: string;
}

/** Provisions and writes the folders. Running it again changes nothing but what is missing or was altered. */
export const provisionDeployment = async (deploy: ToDeploy): Promise<Deployed> => {
  const { adminUrl, keys, kafka, namespace } = deploy;
  const instruments = compileAll(allInstruments(), loadProducts());
  const { databases, bus, laneKeeperUrl } = await provision({ namespace, adminUrl, bus: kafka, keys, instruments });
  await bus.administration.close();
  const portOf = (name: ProcessName): number => deploy.basePort + 1 + PROCESSES.indexOf(name);
  const addresses = Object.fromEntries(
    PROCESSES.map((name) => [name, `http://127.0.0.1:${portOf(name)}`]),
  ) as Deployed['addresses'];
  const identity = deploy.identity ?? { issuer: issuerAt(addresses.identity) };
  const { signers: sampleSigners } = await samplesOf(allInstruments(), keys);
  await writeDeployment(deploy.folder, {
    namespace,
    keys,
    databases,
    laneKeeperUrl,
    kafka,
    identity,
    portOf,
    sampleSigners,
  });
  const logKey = verifierKey(keys);
  await writeSecret(join(deploy.folder, 'everybody'), 'log.vkey', logKey);
  return { addresses, issuer: identity.issuer, logKey };
};
