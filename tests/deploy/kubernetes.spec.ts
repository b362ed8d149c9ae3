import { DEPLOYED, deployFiles, secretFilesOf } from '@gatehouse/start/manifests';
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { deployed, fromRoot, wrongInManifest } from './schema-check.ts';

interface Manifest {
  kind: string;
  metadata: { name: string; namespace: string };
  spec: { template: { spec: PodSpec } };
}
interface Container {
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string } } }[];
  securityContext: object;
  resources: object;
  volumeMounts: { name: string }[];
}
interface PodSpec {
  automountServiceAccountToken: boolean;
  securityContext: object;
  initContainers?: Container[];
  containers: (Container & { readinessProbe: object })[];
  volumes: { secret?: { secretName: string } }[];
}
const manifests = (name: string): Manifest[] =>
  parseAllDocuments(deployed(`kubernetes/${name}.yaml`)).map((document) => document.toJS() as Manifest);

describe('the files below deploy/ that are generated', () => {
  it.each(Object.entries(deployFiles()))('%s is what services and instruments of today give', (file, text) =>
    expect(deployed(file)).toBe(text),
  );

  it('are all there is of Kubernetes', () =>
    expect(readdirSync(new URL('../../deploy/kubernetes/', import.meta.url)).sort()).toEqual(
      DEPLOYED.map((name) => `${name}.yaml`).sort(),
    ));
});

describe.each(DEPLOYED)('%s in Kubernetes', (name) => {
  const all = manifests(name);
  const pod = all.find(({ kind }) => kind === 'Deployment')?.spec.template.spec;
  const container = pod?.containers[0];

  it('is what Kubernetes takes', () => {
    expect(all.flatMap(wrongInManifest)).toEqual([]);
    for (const manifest of all) expect(wrongInManifest({ ...manifest, misspelt: true } as Manifest)).toHaveLength(1);
  });

  it('has no root, no token, nothing writable and no capability', () => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container).toMatchObject({
      readinessProbe: { httpGet: { path: '/health/ready' } },
      resources: { limits: { memory: '768Mi' } },
    });
  });

  it('names secrets of its own alone, and holds none', () => {
    expect(container?.env.filter(({ value }) => value !== undefined)).toEqual([]);
    expect(
      JSON.stringify(container?.env)
        .match(/"name":"[^"]*-settings"/g)
        ?.every((one) => one.includes(`"${name}-`)),
    ).toBe(true);
    expect(pod?.volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual([`${name}-keys`]);
    expect(fromRoot('deploy/README.md')).toContain(`${name}-keys`);
    for (const file of secretFilesOf(name)) expect(fromRoot('deploy/README.md')).toContain(file);
  });

  it('is migrated before it begins, by a container of its own that alone has the owner’s login', () => {
    const secretsOf = (one?: Container) => new Set(one?.env.map(({ valueFrom }) => valueFrom?.secretKeyRef.name));
    expect([...secretsOf(container)]).toEqual([`${name}-settings`]);
    // It has no database of its own, only a login at the registry's.
    if (name === 'lane-keeper') return expect(pod?.initContainers).toBeUndefined();
    const [migrate, ...others] = pod?.initContainers ?? [];
    expect(others).toEqual([]);
    expect([...secretsOf(migrate)]).toEqual([`${name}-owner`]);
    expect(migrate?.volumeMounts.map((mount) => mount.name)).toEqual(['tmp']);
    expect(migrate?.securityContext).toEqual(container?.securityContext);
  });

  it('is let out to the servers it needs and to nothing else', () => {
    const policy = all.find(({ kind }) => kind === 'NetworkPolicy') as unknown as {
      spec: { egress: object[]; policyTypes: string[] };
    };
    expect(policy.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(policy.spec.egress.every((rule) => 'to' in rule && 'ports' in rule)).toBe(true);
  });
});
