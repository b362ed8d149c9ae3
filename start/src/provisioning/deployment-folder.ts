// One folder a process, holding all that process is given and nothing that is another's: what an administrator hands over.
import type { PartyKeys } from '@gatehouse/crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseName, type ServiceAddresses } from '../databases.ts';
import type { Keys } from '../keys.ts';
import { EXTRA_SECRETS, LANE_KEEPER, PROCESSES, type ProcessName, type ServiceName } from '../parties.ts';
import { OWNER_FILE, OWNER_SETTINGS, OWNERS } from '../process/owner-settings.ts';
import { FILES, isService, SAMPLE_SIGNERS_FILE, SETTINGS_FILE } from '../process/settings.ts';
import { knownSigners, publishedKeys } from '../published-keys.ts';

export interface Handover {
  namespace: string;
  keys: Keys;
  databases: Record<ServiceName, ServiceAddresses>;
  /** the registry's database, for whoever keeps the lanes */
  laneKeeperUrl: string;
  kafka: { brokers: string[]; passwords: Record<string, string> };
  identity: { issuer: string; jwksUri?: string };
  /** of a development deployment: what its invented parties sign instruments with */
  sampleSigners?: Record<string, PartyKeys>;
  /** where each process listens unless its environment says otherwise */
  portOf: (name: ProcessName) => number;
}

/** Writes the folder of every process and of every owner of a database below `root`: settings and key files, mode 0600 each. */
export const writeDeployment = async (root: string, handover: Handover): Promise<void> => {
  for (const name of PROCESSES) {
    const files = { ...filesOf(name, handover), [SETTINGS_FILE]: lines(settingsOf(name, handover)) };
    for (const [file, text] of Object.entries(files)) await writeSecret(join(root, name), file, text);
    if (isService(name))
      await writeSecret(join(root, OWNERS, name), OWNER_FILE, lines(ownerSettingsOf(name, handover)));
  }
};

/** Handed to whoever migrates the service's database and rebuilds its read models, and to no process that serves. */
const ownerSettingsOf = (
  name: ServiceName,
  { databases, namespace }: Handover,
): Record<(typeof OWNER_SETTINGS)[number], string> => ({
  DATABASE_OWNER_URL: databases[name].ownerUrl,
  DATABASE_APPLICATION_ROLE: databaseName(namespace, name),
});

/** Writes a file that only its owner may read; whole or not at all. */
export const writeSecret = async (folder: string, file: string, text: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  await writeFile(`${path}.part`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
};

const filesOf = (name: ProcessName, { keys, sampleSigners }: Handover): Record<string, string> => {
  if (name === 'identity')
    return {
      [FILES.IDENTITY_KEY_FILE]: JSON.stringify(keys.identity),
      [FILES.PERSONAS_FILE]: JSON.stringify(keys.personaSecrets),
    };
  const published = { [FILES.PUBLIC_KEYS_FILE]: JSON.stringify(publishedKeys(keys), null, 2) };
  if (name === LANE_KEEPER) return published;
  const signers = JSON.stringify(knownSigners(sampleSigners ?? {}), null, 2);
  const extra = EXTRA_SECRETS[name];
  return {
    ...published,
    [FILES.PARTY_SIGNING_KEYS_FILE]: signers,
    [FILES.KEYS_FILE]: JSON.stringify(keys.ofService[name]),
    ...(extra.includes('audit-subjects') ? { [FILES.AUDIT_SUBJECTS_FILE]: keys.auditSubjects } : {}),
    ...(extra.includes('item-keys') ? { [FILES.ITEM_KEYS_FILE]: keys.ofItems[name] ?? '' } : {}),
    ...(extra.includes('source-vault') ? { [FILES.SOURCE_VAULT_FILE]: keys.ofItems[name] ?? '' } : {}),
    ...(extra.includes('log') ? { [FILES.LOG_KEY_FILE]: JSON.stringify(keys.log.signing) } : {}),
    ...(name === 'policy' && sampleSigners ? { [SAMPLE_SIGNERS_FILE]: JSON.stringify(sampleSigners) } : {}),
  };
};

const settingsOf = (name: ProcessName, handover: Handover): Record<string, string> => {
  const { identity, kafka, namespace } = handover;
  const bus = { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_PASSWORD: kafka.passwords[name] ?? '' };
  const issuer = { OIDC_ISSUER: identity.issuer, ...(identity.jwksUri ? { OIDC_JWKS_URI: identity.jwksUri } : {}) };
  return {
    GATEHOUSE_NAMESPACE: namespace,
    PORT: String(handover.portOf(name)),
    ...(isService(name) ? { DATABASE_URL: handover.databases[name].applicationUrl } : {}),
    ...(name === LANE_KEEPER ? { DATABASE_URL: handover.laneKeeperUrl } : {}),
    ...(name === 'identity' ? {} : bus),
    ...(name === LANE_KEEPER ? {} : issuer),
  };
};

const lines = (settings: Record<string, string>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}='${value}'`)
    .join('\n');
