// What one process is told, by its environment and by the files of its own folder. Nothing of another process is asked for:
// the names below are all there are.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { EXTRA_SECRETS, type ExtraSecret, type ProcessName, SERVICES, type ServiceName } from '../parties.ts';

/** Settings that name files, and what the file is called in the process's own folder, where it is taken from unless said. */
export const FILES = {
  KEYS_FILE: 'keys.json',
  PUBLIC_KEYS_FILE: 'public-keys.json',
  PARTY_SIGNING_KEYS_FILE: 'party-signing-keys.json',
  AUDIT_SUBJECTS_FILE: 'audit-subjects.key',
  LOG_KEY_FILE: 'log.jwk.json',
  ITEM_KEYS_FILE: 'item-keys.key',
  SOURCE_VAULT_FILE: 'source-vault.key',
  IDENTITY_KEY_FILE: 'identity.jwk.json',
  PERSONAS_FILE: 'personas.json',
} as const;
type FileSetting = keyof typeof FILES;
type TextSetting = 'DATABASE_URL' | 'KAFKA_BROKERS' | 'KAFKA_PASSWORD' | 'OIDC_ISSUER';

/** In the folder of the policy service of a development deployment alone: what its invented parties sign instruments with. */
export const SAMPLE_SIGNERS_FILE = 'sample-signers.json';

/** In the folder of a process: settings as lines `NAME=value`; the environment goes before them. */
export const SETTINGS_FILE = 'service.env';

const FILE_OF: Record<ExtraSecret, FileSetting> = {
  'audit-subjects': 'AUDIT_SUBJECTS_FILE',
  log: 'LOG_KEY_FILE',
  'item-keys': 'ITEM_KEYS_FILE',
  'source-vault': 'SOURCE_VAULT_FILE',
};

export const isService = (name: ProcessName): name is ServiceName => (SERVICES as readonly string[]).includes(name);

/** Which settings a process cannot do without. */
export const requiredOf = (name: ProcessName): { texts: TextSetting[]; files: FileSetting[] } => {
  if (name === 'identity') return { texts: ['OIDC_ISSUER'], files: ['IDENTITY_KEY_FILE', 'PERSONAS_FILE'] };
  const bus: TextSetting[] = ['KAFKA_BROKERS', 'KAFKA_PASSWORD'];
  if (name === 'lane-keeper') return { texts: ['DATABASE_URL', ...bus], files: ['PUBLIC_KEYS_FILE'] };
  const keys: FileSetting[] = ['KEYS_FILE', 'PUBLIC_KEYS_FILE'];
  return {
    texts: ['DATABASE_URL', ...bus, 'OIDC_ISSUER'],
    files: [...keys, 'PARTY_SIGNING_KEYS_FILE', ...EXTRA_SECRETS[name].map((secret) => FILE_OF[secret])],
  };
};

/**
 * How people are told, and whose rota is asked: a process starts without, and says so aloud. STATE_FOLDER: what a process keeps outside
 * its database, the log's highest checkpoint or the keys of its items; its own folder unless said. ITEM_KEYS_CACHED: keys at hand at the
 * most.
 */
type OptionalSetting =
  | 'STATE_FOLDER'
  | 'ITEM_KEYS_CACHED'
  | 'SMTP_URL'
  | 'PAGER_URL'
  | 'PAGER_SECRET'
  | 'NOTICE_SENDER'
  | 'NOTICE_LINK'
  | 'DUTY_UNIT'
  | 'DUTY_UNITS';

export interface Settings {
  text(name: TextSetting): string;
  /** undefined when it is not said */
  optional(name: OptionalSetting): string | undefined;
  /** the path of a file that is needed; null when this process is not given it */
  file(name: FileSetting): string | null;
  /** the process's own */
  folder: string;
  namespace: string;
  jwksUri: string | null;
  port: number;
  host: string;
}

/**
 * Reads what a process is told.
 * @param folder the process's own; need not exist when the environment says everything
 * @throws Error naming every setting that is missing, at once
 */
export const readSettings = async (name: ProcessName, folder: string, env: NodeJS.ProcessEnv): Promise<Settings> => {
  const told = await settingsIn(folder, env);
  const usual = (setting: FileSetting): string => join(folder, FILES[setting]);
  const fileOf = (setting: FileSetting): string | undefined =>
    told(setting) ?? (existsSync(usual(setting)) ? usual(setting) : undefined);
  const { texts, files } = requiredOf(name);
  const missing = [
    ...texts.filter((setting) => told(setting) === undefined),
    ...files.filter((setting) => fileOf(setting) === undefined).map((setting) => `${setting} (or ${usual(setting)})`),
  ];
  if (missing.length > 0) throw new Error(`${name} cannot start: set ${missing.join(', ')}`);
  return {
    text: (setting) => told(setting) ?? '',
    optional: (setting) => told(setting),
    file: (setting) => (files.includes(setting) ? (fileOf(setting) ?? null) : null),
    folder,
    namespace: told('GATEHOUSE_NAMESPACE') ?? 'gatehouse',
    jwksUri: told('OIDC_JWKS_URI') ?? null,
    port: portOf(told('PORT') ?? '8080'),
    host: told('HOST') ?? '127.0.0.1',
  };
};

/** The folder of one process below those of a deployment. */
export const processFolder = (root: string, name: ProcessName, env: NodeJS.ProcessEnv): string =>
  env['DEPLOYMENT_FOLDER'] || join(root, '.gatehouse/data/deployment', name);

/** The environment goes before the file of the process's own folder. */
export const settingsIn = async (
  folder: string,
  env: NodeJS.ProcessEnv,
  file = SETTINGS_FILE,
): Promise<(setting: string) => string | undefined> => {
  const kept = parseEnv(await readFile(join(folder, file), 'utf8').catch(() => ''));
  return (setting) => env[setting] || kept[setting] || undefined;
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is no port: '${text}'`);
  return port;
};
