// The identity provider for development, under the path that its issuer ends with.
import { developmentProvider } from '@gatehouse/identity/development-provider';
import type { ExtraHandler } from '@gatehouse/service-kit';
import type { JWK } from 'jose';
import { AUDIENCE } from './parties.ts';
import { PERSONAS } from './personas.ts';

const PREFIX = 'identity';

/** @param at where it is reached, such as http://127.0.0.1:8080 */
export const issuerAt = (at: string): string => `${at}/${PREFIX}`;

/** The handler that gives tokens to the sample's people. `secrets` by persona. */
export const identityProvider = (issuer: string, key: JWK, secrets: Record<string, string>): ExtraHandler => {
  const personas = PERSONAS.map((persona) => ({ ...persona, secret: secrets[persona.name] ?? '' }));
  return {
    prefix: PREFIX,
    handler: developmentProvider({ issuer, personas, keys: [key], audience: AUDIENCE }).callback,
  };
};
