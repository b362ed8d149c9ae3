export { AuthenticationFault } from '@gatehouse/service-kit/caller';
export type { AuthenticationCode, Caller, TokenVerifier } from '@gatehouse/service-kit/caller';
export type { Persona } from './personas.ts';
export { requestToken } from './request-token.ts';
export { TOLERANCE_SECONDS, tokenVerifier } from './token-verifier.ts';
export type { TokenVerifierOptions } from './token-verifier.ts';
