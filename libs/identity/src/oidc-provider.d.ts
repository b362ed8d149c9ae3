// The part of oidc-provider that is used here; the package has no types of its own.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface TokenParts {
    header: Record<string, unknown> | undefined;
    payload: Record<string, unknown>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }

  export type JwtCustomizer = (context: unknown, token: { clientId: string }, parts: TokenParts) => void;
}
