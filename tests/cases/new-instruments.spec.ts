// A new agreement on a product that exists takes one YAML file and its examples, and no code: here are two of them, and everything that
// is made of an instrument is made of them by what is there already. That one of them carries an item from agency to agency is the
// journey of a new agreement.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compileInstrument, disclose, type CompiledInstrument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, loadProductDocuments, loadProducts } from '@gatehouse/contracts';
import { instrumentPage, openDataContract, recipientLanes, recipientsOf } from '@gatehouse/contracts/documents';
import { decisionPoint, lanesOfBundle, type Bundle } from '@gatehouse/policy';
import { compact } from './compact.ts';
import { decideCase, questionOf } from './decide-case.ts';
import { differences } from './differences.ts';
import { loadCases } from './need-to-know-case.ts';

const products = loadProducts();

const compiled = (source: string, file: string): CompiledInstrument => {
  const result = compileInstrument(source, file, products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};

const inFolder = (name: string) => {
  const folder = join(import.meta.dirname, name);
  const text = readFileSync(join(folder, 'mou.yaml'), 'utf8');
  const cases = ['allow', 'deny']
    .flatMap((kind) => loadCases(join(folder, 'examples', kind)))
    .map((entry) => {
      if ('faults' in entry) throw new Error(entry.faults.join('; '));
      return [entry.case.title, entry.case] as const;
    });
  return { text, cases, instrument: compiled(text, 'mou.yaml') };
};

const six = instrumentIds().map((id) => compiled(loadInstrumentSource(id).text, id));
const added = [
  {
    ...inFolder('seventh-instrument'),
    says: [
      'The Prison service (sample) gives the Prosecution (sample) items of the kind "Intelligence report"',
      'bring and conduct a prosecution',
    ],
    lanes: [
      'ns.kz-prisons-prosecution.prison-intelligence.intelligence-report.v1.kz-prison-service.kz-prosecution',
      'ns.kz-prisons-prosecution.receipts.kz-prosecution.kz-prison-service',
    ],
    recipient: 'kz-prosecution',
  },
  {
    ...inFolder('eighth-instrument'),
    says: ['The Prison service (sample) gives the Police (sample) items of the kind "Intelligence alert"'],
    lanes: [
      'ns.kz-prisons-police-protection.prison-intelligence.intelligence-alert.v1.kz-prison-service.kz-police',
      'ns.kz-prisons-police-protection.receipts.kz-police.kz-prison-service',
    ],
    recipient: 'kz-police',
  },
];
const all = [...six, ...added.map(({ instrument }) => instrument)];

/** Every instrument of the house and the new ones, in force. */
const bundle: Bundle = {
  version: 1,
  issuedAt: '2026-11-23T08:59:40Z',
  maxAgeSeconds: 900,
  instruments: all.map((instrument) => ({ state: 'IN_FORCE', compiled: instrument })),
  parties: [],
};
const SERVICES = {
  'kz-prison-service': 'prison-intelligence',
  'kz-police': 'police-liaison',
  'kz-prosecution': 'prosecution',
};
const namesOf = (instruments: CompiledInstrument[]) =>
  lanesOfBundle(
    'ns',
    instruments.map((compiled) => ({ state: 'IN_FORCE', compiled })),
    {
      services: [],
      serviceOf: SERVICES,
      oversight: 'oversight',
      policy: 'policy',
      liaison: { keeper: 'registry', parties: {} },
    },
  ).topics.map(({ name }) => name);

describe.each(added)('$instrument.id', ({ instrument, text, cases, says, lanes, recipient }) => {
  const others = all.filter((one) => one !== instrument);

  it('is none that the contracts hold already, on a product that they hold', () => {
    expect(instrumentIds()).not.toContain(instrument.id);
    for (const { product } of instrument.flows) expect([...products.keys()]).toContain(product);
  });

  it.each(cases)('answers its example: %s', (_title, given) => {
    const [agreement] = given.agreements;
    const { state: _state, ...terms } = agreement ?? {};
    expect(terms).toEqual(compact(parse(text)));
    expect(differences(decideCase(given), given)).toEqual([]);
  });

  it.each(cases)('decides among all the others: %s', (_title, given) => {
    const decision = decisionPoint(bundle, products).decide(questionOf(given));
    expect([decision.effect, decision.disclosedPaths.toSorted()]).toEqual([
      given.expected.effect,
      given.expected.disclosedPaths.toSorted(),
    ]);
    const told = JSON.stringify(disclose(given.item.payload, decision.disclosedPaths));
    for (const canary of given.expected.mustNotAppear) expect(told).not.toContain(canary);
  });

  it('gives its recipient nothing while it is not in force', () => {
    const [first] = cases;
    const drafts = bundle.instruments.map((one) => (one.compiled === instrument ? { ...one, state: 'SIGNED' } : one));
    const decision = first && decisionPoint({ ...bundle, instruments: drafts }, products).decide(questionOf(first[1]));
    expect(decision?.disclosedPaths).toEqual([]);
  });

  it('adds its lanes, and touches no other', () => {
    expect(namesOf(all).filter((name) => !namesOf(others).includes(name))).toEqual(lanes);
    expect(namesOf(others).filter((name) => !namesOf(all).includes(name))).toEqual([]);
  });

  it('has its page, its open data contract, and its recipient his document', () => {
    const documents = loadProductDocuments();
    const page = instrumentPage(instrument, documents);
    for (const words of says) expect(page).toContain(words);
    const [flow] = instrument.flows;
    const product = documents.find((known) => known.product === flow?.product);
    expect(flow && product && openDataContract(instrument, flow, product)).toMatchObject({ apiVersion: 'v3.1.0' });
    expect(recipientsOf(all)).toContain(recipient);
    const document = JSON.stringify(recipientLanes(recipient, all, documents));
    for (const lane of lanes) expect(document).toContain(lane.replace('ns', '{namespace}'));
    expect(JSON.stringify(recipientLanes('kz-probation', all, documents))).not.toContain(instrument.id);
  });
});
