// Who works where in this deployment: a party is a legal controller, a service is where it works (ruling 3).
export const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight', 'source-registry'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const PARTY_OF: Record<ServiceName, string> = {
  'prison-intelligence': 'kz-prison-service',
  'police-liaison': 'kz-police',
  oversight: 'kz-human-rights-commission',
  'source-registry': 'kz-prison-service',
};

/** Services that publish and receive nothing, whatever their party agreed to: no lane ever names one (invariant I6). */
export const SECLUDED: readonly ServiceName[] = ['source-registry'];

/** Signs the policy bundles: the root of trust of every decision. */
export const POLICY_PARTY = 'gatehouse-policy';

/** Who may log in at the broker: each service, the publisher of bundles, and the administrator that provisions. */
export const PRINCIPALS = ['admin', 'policy', ...SERVICES];

/** Where a party's lanes begin and end. */
export const SERVICE_OF: Record<string, ServiceName> = Object.fromEntries(
  SERVICES.filter((service) => !SECLUDED.includes(service)).map((service) => [PARTY_OF[service], service]),
);
