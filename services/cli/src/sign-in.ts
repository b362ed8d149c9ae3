// Client credentials (RFC 6749, 4.4) at the OpenID provider. The secret comes from a file or the environment, never from
// the command line, which everybody on the machine can read.
import { readFile, stat } from 'node:fs/promises';
import { Ended } from './exit-codes.ts';
import { saveSession, type Session } from './session.ts';

type Access = Omit<Session, 'token' | 'expiresAt'>;

const PATIENCE_MS = 10_000;
/** A token that ends within this time is renewed before it is used. */
const EARLY_MS = 30_000;

/** @throws Ended notSignedIn, unavailable */
export const signIn = async (access: Access): Promise<Session> => {
  const secret = await secretOf(access.secretFrom);
  const { token_endpoint: endpoint } = await asked(`${access.issuer}/.well-known/openid-configuration`, {});
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint))
    throw new Ended('notSignedIn', 'The identity provider names no token endpoint.', ['Check --issuer.']);
  const { access_token: token, expires_in: seconds } = await asked(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic(access.client, secret)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (typeof token !== 'string') throw new Ended('notSignedIn', 'The identity provider gave no token.');
  const lives = typeof seconds === 'number' ? seconds : 60;
  const session = { ...access, token, expiresAt: Date.now() + lives * 1000 };
  await saveSession(session);
  return session;
};

/** The session itself while its token lives, else with a new one. */
export const renewed = (session: Session): Promise<Session> => {
  const { token: _token, expiresAt, ...access } = session;
  return expiresAt - EARLY_MS > Date.now() ? Promise.resolve(session) : signIn(access);
};

const secretOf = async (from: Session['secretFrom']): Promise<string> => {
  const secret = 'file' in from ? await secretInFile(from.file) : process.env[from.variable];
  if (secret === undefined || secret.trim() === '')
    throw new Ended(
      'notSignedIn',
      `There is no secret in ${'file' in from ? from.file : `the variable ${from.variable}`}.`,
      ['Name a file with --secret-file, or a variable with --secret-env.'],
    );
  return secret.trim();
};

const secretInFile = async (file: string): Promise<string | undefined> => {
  const mode = (await stat(file).catch(() => null))?.mode ?? 0o600;
  if ((mode & 0o077) !== 0)
    throw new Ended('notSignedIn', `Others may read ${file}; it is not used.`, [`chmod 600 ${file}`]);
  return readFile(file, 'utf8').catch(() => undefined);
};

// What a provider refuses may repeat secrets: it is not quoted.
const asked = async (url: string, init: RequestInit): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' }).catch(
    () => {
      throw new Ended('unavailable', 'The identity provider cannot be reached.', ['Try again, or check --issuer.']);
    },
  );
  if (answer.status >= 500)
    throw new Ended('unavailable', `The identity provider answers ${answer.status}.`, ['Try again later.']);
  if (!answer.ok)
    throw new Ended('notSignedIn', `The identity provider refused: ${answer.status}.`, [
      'Check --client, the secret and --issuer.',
    ]);
  return (await answer.json()) as Record<string, unknown>;
};

// RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
const basic = (id: string, secret: string): string =>
  Buffer.from([id, secret].map(encodeURIComponent).join(':')).toString('base64');
