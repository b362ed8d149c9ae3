import type { Workplaces } from '@gatehouse/policy';

/** What tokens for the services are issued for (the claim `aud`). */
export const AUDIENCE = 'gatehouse';

// Who works where in this deployment: a party is a legal controller, a service is where it works (ruling 3). A service is added
// here, and its opening in services.ts: databases, logins, keys, lanes and processes follow from this list.
export const SERVICES = ['prison-intelligence', 'police-liaison', 'oversight', 'source-registry', 'policy'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Signs the policy bundles: the root of trust of every decision. */
export const POLICY_PARTY = 'gatehouse-policy';

export const PARTY_OF: Record<ServiceName, string> = {
  'prison-intelligence': 'kz-prison-service',
  'police-liaison': 'kz-police',
  oversight: 'kz-human-rights-commission',
  'source-registry': 'kz-prison-service',
  policy: POLICY_PARTY,
};

/** Services that publish and receive nothing, whatever their party agreed to: no lane ever names one (invariant I6). */
export const SECLUDED: readonly ServiceName[] = ['source-registry', 'policy'];

/** A secret that some services share, or that one has beside its own keys. */
export type ExtraSecret = 'audit-subjects' | 'log' | 'item-keys' | 'source-vault';

/** Which of them a service is given; no other one ever reaches it. */
export const EXTRA_SECRETS: Record<ServiceName, readonly ExtraSecret[]> = {
  'prison-intelligence': ['audit-subjects', 'item-keys'],
  'police-liaison': ['audit-subjects', 'item-keys'],
  oversight: ['audit-subjects', 'log'],
  'source-registry': ['source-vault'],
  policy: ['item-keys'],
};

/** Whose rota is asked when an item names no unit. */
export const DUTY_UNIT_OF = {
  'prison-intelligence': 'prison-17-intelligence',
  'police-liaison': 'almaty-ct-desk',
};

/** Whose rota is asked for a post of the own people. */
export const UNIT_OF_POST: Readonly<Record<string, string>> = {
  'data-protection-officer': 'police-data-protection',
  governor: 'prison-17',
  psychologist: 'prison-17',
  'assessment-group': 'assessment-group',
  'integrity-officer': 'integrity-unit',
};

/** Brings topics and rights at the broker in line with each bundle. No service: it has a login at the broker and one at the registry. */
export const LANE_KEEPER = 'lane-keeper';

/** Who may log in at the broker: each service, whoever keeps its lanes, and the administrator that provisions. */
export const PRINCIPALS = ['admin', ...SERVICES, LANE_KEEPER];

/** Where a party's products leave and arrive: the first of its services that is not secluded. */
export const SERVICE_OF: Record<string, ServiceName> = Object.fromEntries(
  SERVICES.filter((service) => !SECLUDED.includes(service))
    .toReversed()
    .map((service) => [PARTY_OF[service], service]),
);

/** Who is told what becomes of the instruments, and reports how they are kept: whoever discloses under them. */
export const LIAISON_OF: Record<string, ServiceName> = Object.fromEntries(
  Object.entries(SERVICE_OF).filter(([, service]) => service !== 'oversight'),
);

/** What lanes are made for. */
export const WORKPLACES: Workplaces = {
  services: SERVICES,
  serviceOf: SERVICE_OF,
  oversight: 'oversight',
  policy: 'policy',
  liaison: { keeper: POLICY_PARTY, parties: LIAISON_OF },
};

/** What can be started as a process of its own: the services, the identity provider for development, and whoever keeps the lanes. */
export const PROCESSES = [...SERVICES, 'identity', LANE_KEEPER] as const;
export type ProcessName = (typeof PROCESSES)[number];
