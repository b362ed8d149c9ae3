// Law: a topic, a writer or a reader exists only because an instrument in the bundle has a flow that needs it; a suspension closes the
// lanes of what it suspends, and no other. The lanes and the warrant read the same bundle by two ways, and have to agree.
import { describe, expect, it } from '@jest/globals';
import { compileInstrument, topicName } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { planFor, type Right } from '@gatehouse/event-bus';
import type { Bundle, BundleInstrument, PartialSuspension } from './bundle.ts';
import { lanesOfBundle, type Workplaces } from './lanes.ts';
import { warrants } from './warrant.ts';

const compiled = instrumentIds().map((id) => {
  const { file, text } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
});
const at: Workplaces = {
  services: ['prison-intelligence', 'police-liaison', 'oversight', 'policy'],
  serviceOf: { 'kz-prison-service': 'prison-intelligence', 'kz-police': 'police-liaison' },
  oversight: 'oversight',
  policy: 'policy',
  liaison: {
    keeper: 'registry',
    parties: { 'kz-prison-service': 'prison-intelligence', 'kz-police': 'police-liaison' },
  },
};
const MOU = 'kz-prisons-police';
const standing = (change: Partial<BundleInstrument> = {}, of = MOU): BundleInstrument[] =>
  compiled.map((one) => ({ state: 'IN_FORCE', compiled: one, ...(one.id === of ? change : {}) }));
const bundleOf = (instruments: BundleInstrument[]): Bundle => ({
  version: 1,
  issuedAt: '2026-11-22T03:00:00Z',
  maxAgeSeconds: 900,
  instruments,
  parties: [],
});
const lanes = (instruments: BundleInstrument[], where = at) => lanesOfBundle('ns', instruments, where).topics;
const ofParty = (party: string, freezePriorCopies = false): PartialSuspension => ({
  by: 'kz-police',
  freezePriorCopies,
  scope: { kind: 'party', party },
});

/** Names of the lanes that nobody may read. */
const closed = (change: Partial<BundleInstrument>): string[] =>
  lanes(standing(change)).flatMap(({ name, reader }) => (reader.length === 0 ? [name] : []));
const dataLanesOf = (id: string): string[] =>
  compiled
    .filter((one) => one.id === id)
    .flatMap(({ topics }) => topics)
    .filter(({ kind, from, to }) => kind === 'data' && from in at.serviceOf && to in at.serviceOf)
    .map((topic) => topicName('ns', topic));

/** What a bus without anything would be given. */
const rightsFor = async (instruments: BundleInstrument[], warrant?: (right: Right) => boolean): Promise<Right[]> => {
  const nothing = { topics: [], rights: [], wider: [] };
  const bus = {
    shape: {},
    knows: () => true,
    answers: async () => undefined,
    state: async () => nothing,
    take: async () => undefined,
    close: async () => undefined,
  };
  const plan = { topics: lanes(instruments) };
  const steps = await planFor(bus, { plan, namespace: 'ns', ...(warrant ? { warrants: warrant } : {}) });
  return steps.flatMap((step) => (step.step === 'give-right' ? [step.right] : []));
};

describe('the lanes of a bundle', () => {
  it.each([
    ['all in force', {}],
    ['suspended', { state: 'SUSPENDED' }],
    ['suspended for a party', { suspensions: [ofParty('kz-police')] }],
    [
      'suspended for a category',
      { suspensions: [{ ...ofParty(''), scope: { kind: 'category' as const, category: 'health' } }] },
    ],
    ['expired', { state: 'EXPIRED' }],
    ['wound down', { state: 'WOUND_DOWN' }],
  ])('give nothing that is not warranted by a flow: %s', async (_title, change: Partial<BundleInstrument>) => {
    const instruments = standing(change);
    const warrant = warrants('ns', bundleOf(instruments), at);
    expect((await rightsFor(instruments)).filter((right) => !warrant(right))).toEqual([]);
    const more = (await rightsFor(standing())).filter((right) => !warrant(right));
    expect(new Set(more.map(({ name }) => name))).toEqual(
      new Set(
        lanes(standing()).flatMap(({ name, reader }) => {
          const now = lanes(instruments).find((lane) => lane.name === name);
          return now?.reader.length === reader.length ? [] : [name];
        }),
      ),
    );
  });

  it('are refused as a whole where they would give more than the bundle', async () => {
    const warrant = warrants('ns', bundleOf(standing({ state: 'SUSPENDED' })), at);
    await expect(rightsFor(standing(), warrant)).rejects.toMatchObject({ code: 'plan-widens-rights' });
  });

  it('are the platform’s alone before any bundle', async () => {
    const warrant = warrants('ns', null, at);
    expect((await rightsFor([])).every((right) => warrant(right))).toBe(true);
    await expect(rightsFor(standing(), warrant)).rejects.toMatchObject({ code: 'plan-widens-rights' });
    expect(lanes([]).map(({ name, writer, reader }) => [name, writer, reader])).toEqual([
      ...at.services.map((service) => [`ns.audit.${service}`, service, ['oversight']]),
      ['ns.policy.bundles', 'policy', at.services],
      ...at.services.map((service) => [`ns.policy.applied.${service}`, service, ['policy']]),
      ...Object.entries(at.liaison.parties).flatMap(([party, service]) => [
        [`ns.liaison.registry.${party}`, 'policy', [service]],
        [`ns.liaison.${party}.registry`, service, ['policy']],
      ]),
    ]);
  });

  it('close with a suspension to their recipients, receipts and every other instrument left open', () => {
    expect(closed({}).length).toBe(0);
    expect(dataLanesOf(MOU).length).toBeGreaterThan(0);
    for (const state of ['SUSPENDED', 'EXPIRED', 'TERMINATED']) expect(closed({ state })).toEqual(dataLanesOf(MOU));
  });

  it('close for the suspended party on whichever side it is, and for no other party', () => {
    for (const party of ['kz-police', 'kz-prison-service'])
      expect(closed({ suspensions: [ofParty(party)] })).toEqual(dataLanesOf(MOU));
    expect(closed({ suspensions: [ofParty('kz-prosecution')] })).toEqual([]);
  });

  it('stay open where only a category is suspended: its fields are withheld', () => {
    expect(closed({ suspensions: [{ ...ofParty(''), scope: { kind: 'category', category: 'health' } }] })).toEqual([]);
  });

  it('are gone once the instrument is wound down', () => {
    const names = lanes(standing({ state: 'WOUND_DOWN' })).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith(`ns.${MOU}.`))).toEqual([]);
  });

  it('leave out a party that works nowhere here', () => {
    const alone = { ...at, serviceOf: { 'kz-police': 'police-liaison' } };
    expect(lanes(standing(), alone)).toEqual(lanes([], alone));
  });

  it('have names a broker takes', () => {
    for (const { name } of lanes(standing())) expect(name).toMatch(/^[a-zA-Z0-9.-]{1,249}$/);
    expect(topicName('ns', { kind: 'receipts', instrument: 'i', from: 'a', to: 'b' })).toBe('ns.i.receipts.a.b');
  });
});
