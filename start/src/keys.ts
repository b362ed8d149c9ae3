// Every secret of a development start, made once and kept in files only their owner can read. Agencies bring their own.
import { generateProviderKey } from '@gatehouse/identity/development-provider';
import { partyKeyFile, type PartyKeys } from '@gatehouse/crypto';
import { keptPrincipals } from '@gatehouse/local-stack';
import type { JWK } from 'jose';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { busRoles } from './buses.ts';
import { databaseName, ownerRole } from './databases.ts';
import { LANE_KEEPER, PARTY_OF, SERVICES, type ServiceName } from './parties.ts';
import { PERSONAS } from './personas.ts';

export interface Keys {
  ofService: Record<ServiceName, PartyKeys>;
  /** signs the bundles */
  policy: PartyKeys;
  /** wraps the keys of a service's items; in no database (ruling 7) */
  ofItems: Partial<Record<ServiceName, string>>;
  /** the keys that invented parties sign instruments with, by party; an agency's signatory has his own, elsewhere */
  signers: (parties: readonly string[]) => Promise<Record<string, PartyKeys>>;
  /** signs the log's checkpoints: a key of its own, for nothing else */
  log: PartyKeys;
  /** HMAC key under which audit records name people */
  auditSubjects: string;
  identity: JWK;
  personaSecrets: Record<string, string>;
  /** by role */
  databasePasswords: Record<string, string>;
}

/** Loads the keys of a deployment from a folder, making what is missing. */
export const openKeys = async (folder: string, namespace: string): Promise<Keys> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ofService = Object.fromEntries(
    await Promise.all(
      SERVICES.map(async (service) => [service, await partyKeyFile(keyFolder(folder, service), PARTY_OF[service])]),
    ),
  ) as Record<ServiceName, PartyKeys>;
  const owners = [...SERVICES, 'bus'].map((name) => ownerRole(namespace, name));
  const applications = [...SERVICES, LANE_KEEPER].map((name) => databaseName(namespace, name));
  const databases = [...owners, ...applications, ...Object.values(busRoles(namespace))];
  return {
    ofService,
    policy: ofService.policy,
    ofItems: await itemSecrets(folder),
    signers: (parties) => signersIn(join(folder, 'signatories'), parties),
    log: await partyKeyFile(folder, 'gatehouse-log'),
    auditSubjects: (await partyKeyFile(folder, 'gatehouse-audit-subjects')).pseudonym,
    identity: await identityKey(join(folder, 'identity.jwk.json')),
    personaSecrets: await keptPrincipals(
      join(folder, 'personas'),
      PERSONAS.map((persona) => persona.name),
    ),
    databasePasswords: await keptPrincipals(join(folder, 'databases'), databases),
  };
};

const itemSecrets = async (folder: string): Promise<Keys['ofItems']> => ({
  'prison-intelligence': (await partyKeyFile(join(folder, 'items'), 'prison-intelligence')).pseudonym,
  'police-liaison': (await partyKeyFile(join(folder, 'items'), 'police-liaison')).pseudonym,
  policy: (await partyKeyFile(join(folder, 'items'), 'policy')).pseudonym,
  'source-registry': (await partyKeyFile(keyFolder(folder, 'source-registry'), 'source-vault')).pseudonym,
});

/** A second service of a party has keys of its own: not even the party's other service can sign in its place. */
const keyFolder = (folder: string, service: ServiceName): string =>
  SERVICES.find((one) => PARTY_OF[one] === PARTY_OF[service]) === service ? folder : join(folder, service);

const signersIn = async (folder: string, parties: readonly string[]): Promise<Record<string, PartyKeys>> =>
  Object.fromEntries(
    await Promise.all([...new Set(parties)].map(async (party) => [party, await partyKeyFile(folder, party)] as const)),
  );

const identityKey = async (file: string): Promise<JWK> => {
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return JSON.parse(kept) as JWK;
  const key = await generateProviderKey();
  await writeFile(`${file}.part`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${file}.part`, file);
  return key;
};
