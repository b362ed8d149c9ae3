/**
 * Who calls, as an access token says it, and how a service learns it.
 *
 * Promise: a `Caller` exists only after a token was verified. What a caller may do is never read off it alone:
 * assignment, training and vetting come from events.
 */
export interface Caller {
  /** the person, stable across tokens (`sub`) */
  person: string;
  /** the legal controller the person works for */
  agency: string;
  unit: string;
  roles: string[];
  /** the client the token was issued to */
  clientId: string;
}

/** Turns the value of an `Authorization` header into a caller. */
export interface TokenVerifier {
  /**
   * @param authorization the header as received, undefined when it was not sent
   * @throws AuthenticationFault when there is no acceptable token; RetryableFault when the issuer's keys are out of reach
   */
  verify(authorization: string | undefined): Promise<Caller>;
}

export type AuthenticationCode = 'token-missing' | 'token-expired' | 'token-invalid';

/** There is no acceptable token. Says which of three things to do about it, never why a check failed (RFC 6750, 3.1). */
export class AuthenticationFault extends Error {
  override readonly name = 'AuthenticationFault';

  constructor(
    readonly code: AuthenticationCode,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
