// What the owner of a service's database is told: whoever migrates it or makes a read model again. The service itself never is.
import { join } from 'node:path';
import type { ServiceName } from '../parties.ts';
import { settingsIn } from './settings.ts';

/** In the folder of an owner: settings as lines `NAME=value`; the environment goes before them. */
export const OWNER_FILE = 'owner.env';

/** What an owner cannot do without. */
export const OWNER_SETTINGS = ['DATABASE_OWNER_URL', 'DATABASE_APPLICATION_ROLE'] as const;

/** Below the folder of a deployment. */
export const OWNERS = 'owners';

export interface OwnerSettings {
  /** the service's own database, as the role that owns it */
  url: string;
  /** name of the role the service logs in as */
  application: string;
}

export const ownerFolder = (root: string, name: ServiceName, env: NodeJS.ProcessEnv): string =>
  env['DEPLOYMENT_FOLDER'] || join(root, '.gatehouse/data/deployment', OWNERS, name);

/** @throws Error naming what is missing */
export const readOwner = async (folder: string, env: NodeJS.ProcessEnv): Promise<OwnerSettings> => {
  const told = await settingsIn(folder, env, OWNER_FILE);
  const missing = OWNER_SETTINGS.filter((setting) => told(setting) === undefined);
  if (missing.length > 0) throw new Error(`set ${missing.join(', ')} (or in ${join(folder, OWNER_FILE)})`);
  const [url, application] = OWNER_SETTINGS.map((setting) => told(setting) ?? '');
  return { url: url ?? '', application: application ?? '' };
};

/** The owner's address alone, for a command that needs nothing else. @throws Error when it is not said */
export const readOwnerUrl = async (folder: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const url = (await settingsIn(folder, env, OWNER_FILE))('DATABASE_OWNER_URL');
  if (!url)
    throw new Error(
      `set DATABASE_OWNER_URL to the service's own database, as its owner (or in ${join(folder, OWNER_FILE)})`,
    );
  return url;
};
