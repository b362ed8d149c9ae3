// Every secret of a development start, made once and kept in files only their owner can read. Agencies bring their own.
import { generateProviderKey } from '@gatehouse/identity/development-provider';
import { partyKeyFile, publicKeys, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import { keptPrincipals } from '@gatehouse/local-stack';
import type { JWK } from 'jose';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseName } from './databases.ts';
import { PARTY_OF, POLICY_PARTY, SECLUDED, SERVICES, type ServiceName } from './parties.ts';
import { PERSONAS } from './personas.ts';

export interface Keys {
  ofService: Record<ServiceName, PartyKeys>;
  policy: PartyKeys;
  /** of every party, as others know it */
  public: PublicPartyKeys[];
  /** of services whose keys nobody but the keeper of the audit records knows */
  secluded: PublicPartyKeys[];
  /** wraps the keys of the source registry's entries; in no database */
  sourceVault: string;
  /** signs the log's checkpoints: a key of its own, for nothing else */
  log: PartyKeys;
  /** HMAC key under which audit records name people */
  auditSubjects: string;
  identity: JWK;
  personaSecrets: Record<string, string>;
  databasePasswords: Record<string, string>;
}

/** Loads the keys of a deployment from a folder, making what is missing. */
export const openKeys = async (folder: string, namespace: string): Promise<Keys> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A secluded service signs with keys of its own: not even its own party's other service can sign in its place.
  const folderOf = (service: ServiceName): string => (SECLUDED.includes(service) ? join(folder, service) : folder);
  const ofService = Object.fromEntries(
    await Promise.all(
      SERVICES.map(async (service) => [service, await partyKeyFile(folderOf(service), PARTY_OF[service])] as const),
    ),
  ) as Record<ServiceName, PartyKeys>;
  const databases = [...SERVICES, 'bus'].map((name) => databaseName(namespace, name));
  return {
    ofService,
    policy: await partyKeyFile(folder, POLICY_PARTY),
    public: SERVICES.filter((name) => !SECLUDED.includes(name)).map((name) => publicKeys(ofService[name])),
    secluded: SECLUDED.map((name) => publicKeys(ofService[name])),
    sourceVault: (await partyKeyFile(folderOf('source-registry'), 'source-vault')).pseudonym,
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

const identityKey = async (file: string): Promise<JWK> => {
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return JSON.parse(kept) as JWK;
  const key = await generateProviderKey();
  await writeFile(`${file}.part`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${file}.part`, file);
  return key;
};
