/**
 * A tiny issuer for tests: real keys behind a real HTTP endpoint, and tokens of every kind, also bad ones, for any
 * instant.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, base64url, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';

export type Forgery =
  | 'wrong-key'
  | 'unsigned'
  /** HMAC with the public key as its secret */
  | 'public-key-as-secret';

export interface MintOptions {
  /** the instant the token is issued at */
  at: Date;
  /** 300 by default */
  seconds?: number;
  typ?: string;
  kid?: string;
  forged?: Forgery;
}

export interface TestIssuer {
  issuer: string;
  audience: string;
  jwksUri: string;
  /** @param claims over the usual ones; undefined leaves a claim out */
  mint(claims: JWTPayload, options: MintOptions): Promise<string>;
  /** The endpoint goes away; `up` brings it back on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** A new key in place of the old one. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  kid: string;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

const newPair = async (kid: string): Promise<Pair> => ({
  kid,
  ...(await generateKeyPair('EdDSA', { extractable: true })),
});

/** Starts the issuer on a free port of this machine; `close` it. */
export const testIssuer = async (audience = 'gatehouse'): Promise<TestIssuer> => {
  let pair = await newPair('key-1');
  const strangers = await newPair('key-1');
  let port = 0;
  const open = async () => {
    const server = createServer(async (_request, response) => {
      response.setHeader('content-type', 'application/json');
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: pair.kid, alg: 'EdDSA', use: 'sig' };
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, keys: [jwk] }));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    return server;
  };
  let issuer = '';
  let server = await open();
  issuer = `http://127.0.0.1:${port}`;
  const down = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    issuer,
    audience,
    jwksUri: `${issuer}/jwks`,
    mint: (claims, options) => mint({ ...usual(issuer, audience, options), ...claims }, options, pair, strangers),
    down,
    up: async () => void (server = await open()),
    rotate: async () => void (pair = await newPair(`${pair.kid}+`)),
    close: down,
  };
};

const usual = (iss: string, aud: string, { at, seconds = 300 }: MintOptions): JWTPayload => {
  const iat = Math.floor(at.getTime() / 1000);
  const persona = {
    sub: 'pi-aigerim',
    agency: 'kz-prison-service',
    unit: 'prison-17-intelligence',
    roles: ['intelligence-analyst'],
  };
  return { iss, aud, iat, exp: iat + seconds, client_id: 'analyst', ...persona };
};

const mint = async (payload: JWTPayload, options: MintOptions, pair: Pair, strangers: Pair): Promise<string> => {
  const header = { alg: 'EdDSA', typ: options.typ ?? 'at+jwt', kid: options.kid ?? pair.kid };
  if (options.forged === 'unsigned') return `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.`;
  if (options.forged === 'public-key-as-secret') {
    const signed = `${encoded({ ...header, alg: 'HS256' })}.${encoded(payload)}`;
    const secret = await exportSPKI(pair.publicKey);
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
  const key = options.forged === 'wrong-key' ? strangers.privateKey : pair.privateKey;
  return new SignJWT(payload).setProtectedHeader(header).sign(key);
};

const encoded = (value: object): string => base64url.encode(JSON.stringify(value));
