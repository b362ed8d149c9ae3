/**
 * Access tokens of an OpenID provider, checked (RFC 9068, RFC 8725).
 *
 * Promise: a caller comes only from a token that this issuer signed, with an asymmetric algorithm, for this audience,
 * for at most ten minutes, now. Whoever is refused learns whether to fetch a token, a fresh one or another one; never
 * which check failed. While the issuer's keys are out of reach, the keys seen last go on for a day.
 */
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '@gatehouse/service-kit/clock';
import { AuthenticationFault } from '@gatehouse/service-kit/caller';
import type { TokenVerifier } from '@gatehouse/service-kit/caller';
import { RetryableFault } from '@gatehouse/service-kit/faults';
import { callerFrom } from './claims.ts';
import { issuerKeys } from './issuer-keys.ts';

export interface TokenVerifierOptions {
  /** exactly as in the tokens' `iss` */
  issuer: string;
  audience: string;
  /** where the issuer's public keys are; by default as the issuer's discovery document says */
  jwksUri?: string;
  clock: Clock;
}

const ALGORITHMS = ['EdDSA', 'ES256', 'RS256', 'PS256'];
const LONGEST_HEADER = 8 * 1024;
const LONGEST_LIFE_SECONDS = 10 * 60;
/** Clocks of two machines may differ by so much. */
export const TOLERANCE_SECONDS = 5;
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** @returns a verifier that fetches the issuer's keys when it first needs them */
export const tokenVerifier = ({ issuer, audience, jwksUri, clock }: TokenVerifierOptions): TokenVerifier => {
  const keys = issuerKeys(issuer, jwksUri);
  const verified = async (token: string, now: Date): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, (header: JWTHeaderParameters, jws) => keys(header, jws), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
    });
    return payload;
  };
  return {
    verify: async (authorization) => {
      const now = clock.now();
      try {
        const payload = await verified(bearer(authorization), now);
        checkLife(payload, now);
        return callerFrom(payload);
      } catch (error) {
        throw fault(error);
      }
    },
  };
};

const bearer = (authorization: string | undefined): string => {
  if (authorization === undefined || authorization === '') throw new AuthenticationFault('token-missing');
  const token = authorization.length <= LONGEST_HEADER ? BEARER.exec(authorization)?.[1] : undefined;
  if (!token) throw new AuthenticationFault('token-invalid');
  return token;
};

// A long-lived token outlives the withdrawal of a role.
const checkLife = ({ exp = Infinity, iat = Infinity }: JWTPayload, now: Date): void => {
  const notYet = iat > now.getTime() / 1000 + TOLERANCE_SECONDS;
  if (notYet || exp - iat > LONGEST_LIFE_SECONDS) throw new AuthenticationFault('token-invalid');
};

const fault = (error: unknown): Error => {
  if (error instanceof AuthenticationFault || error instanceof RetryableFault) return error;
  return new AuthenticationFault(error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid', {
    cause: error,
  });
};
