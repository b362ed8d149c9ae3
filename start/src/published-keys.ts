// What everybody may know of everybody's keys.
import { publicKeys, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import type { KnownSigners, SigningKey } from '@gatehouse/policy';
import type { JWK } from 'jose';
import type { Keys } from './keys.ts';
import { SERVICE_OF, SERVICES } from './parties.ts';

export interface PublishedKeys extends PublicPartyKeys {
  /** the service that has the private half; that of `policy` signs bundles */
  service: string;
}

export const publishedKeys = ({ ofService }: Keys): PublishedKeys[] =>
  SERVICES.map((service) => ({ service, ...publicKeys(ofService[service]) }));

/** The public halves of what parties sign instruments with: each service is given them beside what the registry says. */
export const knownSigners = (signers: Readonly<Record<string, PartyKeys>>): KnownSigners =>
  Object.fromEntries(Object.entries(signers).map(([party, keys]) => [party, [publicKeys(keys).signing as SigningKey]]));

/** The public key that bundles are verified with. @throws Error when it is missing */
export const bundleKey = (published: readonly PublishedKeys[]): JWK => {
  const policy = published.find(({ service }) => service === 'policy');
  if (!policy) throw new Error('the public keys name no keys of the service that issues bundles');
  return policy.signing;
};

/**
 * One set of keys a party, as a bundle names them: those of the service where its products leave and arrive, and those of the
 * keeper of the instruments, whom parties report to.
 */
export const keysOfParties = (published: readonly PublishedKeys[]): PublicPartyKeys[] =>
  published.filter(({ party, service }) => SERVICE_OF[party] === service || service === 'policy').map(withoutService);

/** The keys of every service: whoever keeps their records must know each signature. */
export const keysOfServices = (published: readonly PublishedKeys[]): PublicPartyKeys[] => published.map(withoutService);

const withoutService = ({ party, signing, encryption }: PublishedKeys): PublicPartyKeys => ({
  party,
  signing,
  encryption,
});
