// Each process as Kubernetes runs it: a file a process, so that an agency applies its own and no other. Pure.
import { PROCESSES, type ProcessName, type ServiceName } from '../parties.ts';
import { OWNER_SETTINGS } from '../process/owner-settings.ts';
import { FILES, isService, requiredOf } from '../process/settings.ts';

const IMAGE = 'gatehouse:local';
const USER = 1000;
const PORT = 8080;

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  [rest: string]: unknown;
}

/** The identity provider for development has no place in a cluster. */
export const DEPLOYED = PROCESSES.filter((name) => name !== 'identity');

/** An agency's namespace holds one process; what another agency runs is elsewhere. */
export const namespaceOf = (name: ProcessName): string => `gatehouse-${name}`;

const metadata = (name: ProcessName) => ({
  name,
  namespace: namespaceOf(name),
  labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'gatehouse' },
});

const selector = (name: ProcessName) => ({ matchLabels: { 'app.kubernetes.io/name': name } });

/**
 * All that a process needs in its namespace, beside the secrets it refers to: `<name>-settings`, `<name>-keys` and, of a
 * service, `<name>-owner` and a volume claim `<name>-state`.
 */
export const manifestsOf = (name: ProcessName): Manifest[] => [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(name), automountServiceAccountToken: false },
  deployment(name),
  ...(isService(name) ? [service(name)] : []),
  networkPolicy(name),
];

/** The highest checkpoint of the log, and the keys of items: outside the database, on a disk of their own. */
const keepsState = (name: ProcessName): boolean => isService(name);

const hasDatabase = (name: ProcessName): boolean => requiredOf(name).texts.includes('DATABASE_URL');

// One of each, and a new one when the old one has ended: several side by side are not proven.
const deployment = (name: ProcessName): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(name),
  spec: {
    replicas: 1,
    strategy: { type: 'Recreate' },
    selector: selector(name),
    template: { metadata: { labels: metadata(name).labels }, spec: pod(name) },
  },
});

const pod = (name: ProcessName) => ({
  serviceAccountName: name,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  terminationGracePeriodSeconds: 30,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  ...(isService(name) ? { initContainers: [migration(name)] } : {}),
  containers: [container(name)],
  volumes: [
    { name: 'keys', secret: { secretName: `${name}-keys`, defaultMode: 0o440 } },
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
    ...(keepsState(name) ? [{ name: 'state', persistentVolumeClaim: { claimName: `${name}-state` } }] : []),
  ],
});

const RESOURCES = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '768Mi' } };
const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** Has the login of the database's owner, makes the tables the service needs, and has ended before the service begins. */
const migration = (name: ServiceName) => ({
  name: 'migrate',
  image: IMAGE,
  args: ['start/src/migrate/main.ts', name],
  env: fromSecret(`${name}-owner`, OWNER_SETTINGS),
  resources: RESOURCES,
  securityContext: CONFINED,
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
});

const fromSecret = (secret: string, settings: readonly string[]) =>
  settings.map((setting) => ({ name: setting, valueFrom: { secretKeyRef: { name: secret, key: setting } } }));

const container = (name: ProcessName) => ({
  name,
  image: IMAGE,
  args: ['start/built.mjs', name],
  env: fromSecret(`${name}-settings`, requiredOf(name).texts),
  ports: [{ name: 'http', containerPort: PORT }],
  startupProbe: probe('/health/live', { periodSeconds: 2, failureThreshold: 60 }),
  livenessProbe: probe('/health/live', { periodSeconds: 10, failureThreshold: 3 }),
  readinessProbe: probe('/health/ready', { periodSeconds: 5, failureThreshold: 2 }),
  resources: RESOURCES,
  securityContext: CONFINED,
  volumeMounts: [
    { name: 'keys', mountPath: '/run/gatehouse', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
    ...(keepsState(name) ? [{ name: 'state', mountPath: '/var/lib/gatehouse' }] : []),
  ],
});

const probe = (path: string, how: { periodSeconds: number; failureThreshold: number }) => ({
  httpGet: { path, port: 'http' },
  timeoutSeconds: 3,
  ...how,
});

const service = (name: ProcessName): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(name),
  spec: { selector: selector(name).matchLabels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});

/** In: the agency's own gateway, to services alone. Out: names, the database, the broker, the identity provider; nobody else. */
const networkPolicy = (name: ProcessName): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(name),
  spec: {
    podSelector: selector(name),
    policyTypes: ['Ingress', 'Egress'],
    ingress: isService(name) ? [{ from: [labelled('gateway')], ports: [{ protocol: 'TCP', port: 'http' }] }] : [],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      { to: [labelled('kafka')], ports: [{ protocol: 'TCP', port: 9092 }] },
      ...(hasDatabase(name) ? [{ to: [labelled('postgres')], ports: [{ protocol: 'TCP', port: 5432 }] }] : []),
      ...(isService(name) ? [{ to: [labelled('identity')], ports: [{ protocol: 'TCP', port: 443 }] }] : []),
    ],
  },
});

/** Namespaces that an operator labels with the part they play for this agency. */
const labelled = (part: string) => ({ namespaceSelector: { matchLabels: { 'gatehouse.example/part': part } } });

/** The key files that the secret `<name>-keys` must hold. */
export const secretFilesOf = (name: ProcessName): string[] => requiredOf(name).files.map((file) => FILES[file]);
