/**
 * An OpenID provider for development and tests, so that tokens are checked the way they are checked in earnest.
 *
 * Promise: one grant (client credentials), one client per persona, JWT access tokens of five minutes signed with
 * Ed25519 (RFC 9068); no users, no pages, no other grants. Refuses to run where NODE_ENV is production.
 */
import type { RequestListener } from 'node:http';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair, calculateJwkThumbprint } from 'jose';
import { Provider } from 'oidc-provider';
import type { JwtCustomizer } from 'oidc-provider';
import { volatileStore } from './volatile-store.ts';
import type { Persona } from './personas.ts';

export interface DevelopmentProviderOptions {
  /** with the path it is mounted under, such as http://127.0.0.1:8080/identity */
  issuer: string;
  personas: readonly Persona[];
  /** private Ed25519 keys, the first one signs; keep them, and tokens outlive a restart */
  keys: readonly JWK[];
  audience?: string;
}

const TOKEN_SECONDS = 300;
// The provider brings more addresses along, made for users with browsers.
const SERVED = new Set(['/token', '/jwks', '/.well-known/openid-configuration']);

/** @returns a request handler to be mounted under the issuer's path, with that path cut off `request.url` */
export const developmentProvider = (
  options: DevelopmentProviderOptions,
): { issuer: string; callback: RequestListener } => {
  if (process.env['NODE_ENV'] === 'production')
    throw new Error('the development identity provider is not for production');
  const answer = new Provider(options.issuer, configuration(options)).callback();
  const callback: RequestListener = (request, response) => {
    if (SERVED.has((request.url ?? '').split('?', 1)[0] ?? '')) return answer(request, response);
    response.writeHead(404).end();
  };
  return { issuer: options.issuer, callback };
};

/** A private Ed25519 key for the provider, with its RFC 7638 thumbprint as key id. */
export const generateProviderKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
};

const configuration = ({ personas, keys, audience = 'gatehouse' }: DevelopmentProviderOptions) => {
  const resource = `urn:${audience}`;
  return {
    adapter: volatileStore,
    jwks: { keys: keys.map((key) => ({ ...key })) },
    clients: personas.flatMap(clients),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: 'EdDSA' },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    responseTypes: [],
    scopes: [],
    ttl: { ClientCredentials: TOKEN_SECONDS },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        getResourceServerInfo: () => ({
          audience,
          scope: '',
          accessTokenTTL: TOKEN_SECONDS,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'EdDSA' } },
        }),
      },
    },
    formats: { customizers: { jwt: claimsOf(personas) } },
  };
};

const clients = ({ name, secret }: Persona) => [
  {
    client_id: name,
    client_secret: secret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
  },
];

const claimsOf = (personas: readonly Persona[]): JwtCustomizer => {
  const byName = new Map(personas.map((persona) => [persona.name, persona]));
  return (_context, { clientId }, { payload }) => {
    const persona = byName.get(clientId);
    if (!persona) throw new Error('a token for a client that is no persona');
    const { person, agency, unit, roles } = persona;
    Object.assign(payload, { sub: person, agency, unit, roles });
  };
};
