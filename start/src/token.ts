// npm run --silent token -- analyst : prints an access token of a persona of the running start, and nothing else.
import { requestToken } from '@gatehouse/identity';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stackFolder } from '@gatehouse/local-stack';
import { PERSONAS, personaNamed } from './personas.ts';

/** What a running start leaves for the commands beside it (mode 0600). */
export interface RunningMark {
  url: string;
  issuer: string;
  secrets: Record<string, string>;
}

export const runningFile = (root: string): string => join(stackFolder(root).data, 'running.json');

/** Whole or not at all: others read it the moment it is there. */
export const leaveMark = async (root: string, mark: RunningMark): Promise<void> => {
  await writeFile(`${runningFile(root)}.part`, JSON.stringify(mark), { mode: 0o600 });
  await rename(`${runningFile(root)}.part`, runningFile(root));
};

const main = async (): Promise<void> => {
  const name = process.argv[2];
  if (!name) throw new Error(`whose token? ${PERSONAS.map((persona) => persona.name).join(', ')}`);
  const persona = personaNamed(name);
  const text = await readFile(runningFile(process.cwd()), 'utf8').catch(() => {
    throw new Error('nothing is running here: start it first with npm start');
  });
  const { issuer, secrets } = JSON.parse(text) as RunningMark;
  const secret = secrets[persona.name];
  if (!secret) throw new Error(`the running start knows no secret of ${persona.name}`);
  process.stdout.write(`${await requestToken(issuer, persona.name, secret)}\n`);
};

if (import.meta.main) {
  await main().catch((fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  });
}
