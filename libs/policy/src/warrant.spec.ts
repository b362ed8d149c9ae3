// Who may be given what on the bus: what a flow of an instrument that stands or the platform needs, to the letter, and nothing else.
import type { Right } from '@gatehouse/event-bus';
import { describe, expect, it } from '@jest/globals';
import type { Bundle, BundleInstrument } from './bundle.ts';
import type { Workplaces } from './lanes.ts';
import { bundleWith, memorandum } from './question.fixture.ts';
import { warrants } from './warrant.ts';

const at: Workplaces = {
  services: ['prison-intelligence', 'police-liaison', 'oversight', 'policy'],
  serviceOf: { 'kz-prison-service': 'prison-intelligence', 'kz-police': 'police-liaison' },
  oversight: 'oversight',
  policy: 'policy',
  liaison: { keeper: 'registry', parties: { 'kz-police': 'police-liaison' } },
};
const compiled = memorandum();
const PRODUCT = 'prison-intelligence.intelligence-alert.v1';
const DATA = `ns.${compiled.id}.${PRODUCT}.kz-prison-service.kz-police`;
const RECEIPTS = `ns.${compiled.id}.receipts.kz-police.kz-prison-service`;

const under = (instrument: Partial<BundleInstrument> = {}): Bundle =>
  bundleWith({ state: 'IN_FORCE', compiled, ...instrument });
const given = (bundle: Bundle | null, principal: string, may: string, name: string, more: Partial<Right> = {}) =>
  warrants('ns', bundle, at)({ principal, may, name, on: 'topic', begins: false, denied: false, host: '*', ...more });
const ofParty = (party: string): NonNullable<BundleInstrument['suspensions']> => [
  { by: 'kz-police', freezePriorCopies: false, scope: { kind: 'party', party } },
];

const rightsOf = (bundle: Bundle | null): string[] =>
  [DATA, RECEIPTS].flatMap((name) =>
    at.services.flatMap((service) =>
      ['read', 'write'].filter((may) => given(bundle, service, may, name)).map((may) => `${service} ${may}s ${name}`),
    ),
  );
const RECEIPTS_GO_ON = [`prison-intelligence reads ${RECEIPTS}`, `police-liaison writes ${RECEIPTS}`];
const DATA_IS_WRITTEN = `prison-intelligence writes ${DATA}`;

describe('a flow warrants', () => {
  it('its producer to write, its consumer to read, and its receipts the other way', () =>
    expect(rightsOf(under())).toEqual([DATA_IS_WRITTEN, `police-liaison reads ${DATA}`, ...RECEIPTS_GO_ON]));

  it.each<[what: string, change: Partial<BundleInstrument>]>([
    ['its instrument is suspended', { state: 'SUSPENDED' }],
    ['its instrument has expired', { state: 'EXPIRED' }],
    ['who produces is suspended', { suspensions: ofParty('kz-prison-service') }],
    ['who consumes is suspended', { suspensions: ofParty('kz-police') }],
  ])('nobody to read it while %s; receipts go on', (_what, change) =>
    expect(rightsOf(under(change))).toEqual([DATA_IS_WRITTEN, ...RECEIPTS_GO_ON]),
  );

  it('all of it while somebody else or a category is suspended', () => {
    const category = [{ ...ofParty('')[0]!, scope: { kind: 'category' as const, category: 'kz-police' } }];
    for (const suspensions of [ofParty('kz-probation'), category])
      expect(rightsOf(under({ suspensions }))).toEqual(rightsOf(under()));
  });

  it('nothing once its instrument is wound down, and nothing before there is a bundle', () => {
    expect(rightsOf(under({ state: 'WOUND_DOWN' }))).toEqual([]);
    expect(rightsOf(null)).toEqual([]);
  });

  it('nothing to a party that works nowhere here, nor to who would give himself something', () => {
    const elsewhere = { ...at, serviceOf: { 'kz-police': 'police-liaison' } };
    const right = { on: 'topic', begins: false, denied: false, host: '*', principal: 'police-liaison' } as const;
    expect(warrants('ns', under(), elsewhere)({ ...right, may: 'read', name: DATA })).toBe(false);
    const toHimself = { ...compiled, flows: compiled.flows.map((flow) => ({ ...flow, consumers: [flow.producer] })) };
    const own = `ns.${compiled.id}.${PRODUCT}.kz-prison-service.kz-prison-service`;
    expect(given(under({ compiled: toHimself }), 'prison-intelligence', 'write', own)).toBe(false);
  });
});

describe('the platform warrants', () => {
  it.each([
    ['oversight', 'read', 'ns.audit.police-liaison'],
    ['police-liaison', 'write', 'ns.audit.police-liaison'],
    ['policy', 'write', 'ns.policy.bundles'],
    ['police-liaison', 'read', 'ns.policy.bundles'],
    ['police-liaison', 'write', 'ns.policy.applied.police-liaison'],
    ['policy', 'read', 'ns.policy.applied.police-liaison'],
    ['policy', 'write', 'ns.liaison.registry.kz-police'],
    ['police-liaison', 'read', 'ns.liaison.registry.kz-police'],
    ['police-liaison', 'write', 'ns.liaison.kz-police.registry'],
    ['policy', 'read', 'ns.liaison.kz-police.registry'],
  ])('%s to %s %s, and nobody else', (service, may, name) => {
    expect(given(null, service, may, name)).toBe(true);
    const others = at.services.filter((other) => given(null, other, may, name));
    expect(others).toEqual(name === 'ns.policy.bundles' && may === 'read' ? at.services : [service]);
    expect([given(null, service, 'alter', name), given(null, service, may, name.slice(3))]).toEqual([false, false]);
  });
});

describe('a group is warranted', () => {
  it.each(['', '.bundles', '.liaison', '.applied'])('to the service whose name it has, with %j', (ending) => {
    const group = { on: 'group' } as const;
    const name = `ns.police-liaison${ending}`;
    expect(given(null, 'police-liaison', 'read', name, group)).toBe(true);
    expect(given(null, 'police-liaison', 'write', name, group)).toBe(false);
    expect(given(null, 'oversight', 'read', name, group)).toBe(false);
  });

  it('to no stranger and with no other name', () => {
    expect(given(null, 'stranger', 'read', 'ns.stranger', { on: 'group' })).toBe(false);
    expect(given(null, 'policy', 'read', 'ns.policy.other', { on: 'group' })).toBe(false);
  });
});

it.each<[what: string, more: Partial<Right>]>([
  ['stands for every name that begins so', { begins: true }],
  ['takes something from whoever else gives it', { denied: true }],
  ['is for one machine', { host: '10.0.0.1' }],
])('nothing is warranted that %s', (_what, more) => {
  expect(given(under(), 'police-liaison', 'read', DATA, more)).toBe(false);
  expect(given(under(), 'police-liaison', 'read', 'ns.police-liaison', { on: 'group', ...more })).toBe(false);
});
