// That a service has durably applied a bundle, said by the service itself (ruling 12): signed with its own key, on a topic that it alone
// writes and the keeper of the instruments alone reads.
import { CryptoFault, sign, verify, type PartyKeys } from '@gatehouse/crypto';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { JWK } from 'jose';

const APPLIED_TYPE = 'gatehouse-bundle-applied';

export interface AppliedBundle {
  service: string;
  /** of the bundle it decides with */
  version: number;
  /** SHA-256 of that bundle as it was signed, base64url */
  digest: string;
  /** RFC 3339, by the service's clock */
  appliedAt: string;
}

export const appliedTopic = (namespace: string, service: string): string => `${namespace}.policy.applied.${service}`;

/** @returns a compact JWS by the service */
export const signApplied = (applied: AppliedBundle, keys: PartyKeys): Promise<string> =>
  sign(applied, keys, APPLIED_TYPE);

/**
 * @param service whose topic it came on
 * @param key that service's public signing key
 * @throws TerminalFault with the code of what is wrong with it: `not-signed`, `bad-signature`, ..., `malformed`, `of-another-service`
 */
export const verifyApplied = async (jws: string, service: string, key: JWK): Promise<AppliedBundle> => {
  const applied = await verify(jws, key, APPLIED_TYPE).catch((cause: unknown) => {
    if (cause instanceof CryptoFault)
      throw new TerminalFault('what a service says of a bundle does not verify', { code: cause.code, cause });
    throw cause;
  });
  if (!isApplied(applied)) throw new TerminalFault('an acknowledgement of another form', { code: 'malformed' });
  if (applied.service !== service)
    throw new TerminalFault('an acknowledgement of another service', { code: 'of-another-service' });
  return applied;
};

const isApplied = (value: unknown): value is AppliedBundle => {
  const { service, version, digest, appliedAt } = value as Partial<AppliedBundle>;
  return (
    typeof service === 'string' &&
    Number.isSafeInteger(version) &&
    typeof digest === 'string' &&
    /^[\w-]{43}$/.test(digest) &&
    typeof appliedAt === 'string' &&
    !Number.isNaN(Date.parse(appliedAt))
  );
};
