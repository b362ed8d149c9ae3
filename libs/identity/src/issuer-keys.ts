/**
 * The public keys of an issuer, fetched and kept.
 *
 * Promise: a new key is found when a token names it; when the issuer does not answer, the keys seen last still verify,
 * for a day. A withdrawn key therefore stops within ten minutes, or within a day of silence.
 */
import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { RetryableFault } from '@gatehouse/service-kit/faults';

const TIMEOUT_MS = 3_000;
const FRESH_MS = 10 * 60_000;
const KEPT_MS = 24 * 60 * 60_000;
/** How long an issuer that did not answer is left alone, when there are keys to go on with. */
const QUIET_MS = 30_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * @param issuer whose discovery document names the keys, unless `jwksUri` does
 * @throws RetryableFault identity-unreachable, when there are no keys to decide with
 */
export const issuerKeys = (issuer: string, jwksUri: string | undefined): JWTVerifyGetKey => {
  let remote: ReturnType<typeof createRemoteJWKSet> | undefined;
  let answeredAt = -Infinity;
  let failedAt = -Infinity;

  const ask: JWTVerifyGetKey = async (header, jws) => {
    remote ??= createRemoteJWKSet(new URL(jwksUri ?? (await discover(issuer))), {
      timeoutDuration: TIMEOUT_MS,
      cacheMaxAge: FRESH_MS,
    });
    const key = await remote(header, jws);
    answeredAt = performance.now();
    return key;
  };

  const recall = (cause?: unknown): JWTVerifyGetKey => {
    const known = performance.now() - answeredAt < KEPT_MS ? remote?.jwks() : undefined;
    if (!known) throw unreachable(cause);
    const keys = createLocalJWKSet(known);
    return async (header, jws) => {
      try {
        return await keys(header, jws);
      } catch (error) {
        throw unreachable(error);
      }
    };
  };

  return async (header, jws) => {
    if (answeredAt > -Infinity && performance.now() - failedAt < QUIET_MS) return recall()(header, jws);
    try {
      return await twice(async () => ask(header, jws));
    } catch (error) {
      if (aboutTheToken(error)) throw error;
      failedAt = performance.now();
      return recall(error)(header, jws);
    }
  };
};

// A kept-alive connection may have been closed by the other side while it was idle: `fetch` says so with a TypeError.
const twice = async <T>(attempt: () => Promise<T>): Promise<T> => {
  try {
    return await attempt();
  } catch (error) {
    if ((error as Error).name !== 'TypeError') throw error;
    return attempt();
  }
};

// No key fits, or the token asks for something keys cannot do: the issuer did answer.
const aboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

// Also for a key nobody knows yet: it may be a new one.
const unreachable = (cause: unknown): RetryableFault =>
  new RetryableFault('the keys of the identity provider are out of reach', {
    code: 'identity-unreachable',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });

// OpenID Connect Discovery 1.0, 4.3: the document must be about the issuer that was asked.
const discover = async (issuer: string): Promise<string> => {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  const { issuer: named, jwks_uri: uri } = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok || named !== issuer || typeof uri !== 'string')
    throw new Error('the discovery document is not usable');
  return uri;
};
