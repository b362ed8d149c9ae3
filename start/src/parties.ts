// Who works where in this deployment: a party is a legal controller, a service is where it works (ruling 3).
export const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const PARTY_OF: Record<ServiceName, string> = {
  'prison-intelligence': 'kz-prison-service',
  'police-liaison': 'kz-police',
  oversight: 'kz-human-rights-commission',
};

/** Whose rota is asked when an item names no unit. */
export const DUTY_UNIT_OF = {
  'prison-intelligence': 'prison-17-intelligence',
  'police-liaison': 'almaty-ct-desk',
};

/** Signs the policy bundles: the root of trust of every decision. */
export const POLICY_PARTY = 'gatehouse-policy';

/** Who may log in at the broker: each service, the publisher of bundles, and the administrator that provisions. */
export const PRINCIPALS = ['admin', 'policy', ...SERVICES];

export const SERVICE_OF: Record<string, ServiceName> = Object.fromEntries(
  SERVICES.map((service) => [PARTY_OF[service], service]),
);
