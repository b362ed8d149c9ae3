// A new agreement on a product that exists takes one YAML file and its examples, and no code: here are the two, and everything that
// is made of an instrument is made of them by what is there already.
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

const folder = join(import.meta.dirname, 'seventh-instrument');
const text = readFileSync(join(folder, 'mou.yaml'), 'utf8');
const products = loadProducts();

const compiled = (source: string, file: string): CompiledInstrument => {
  const result = compileInstrument(source, file, products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};
const six = instrumentIds().map((id) => compiled(loadInstrumentSource(id).text, id));
const seventh = compiled(text, 'mou.yaml');
const all = [...six, seventh];

const cases = ['allow', 'deny']
  .flatMap((name) => loadCases(join(folder, 'examples', name)))
  .map((entry) => {
    if ('faults' in entry) throw new Error(entry.faults.join('; '));
    return entry.case;
  });

/** Every instrument of the house and the new one, in force. */
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

describe('a seventh instrument', () => {
  it('is none that the contracts hold already, on a product that they hold', () => {
    expect(instrumentIds()).not.toContain(seventh.id);
    for (const { product } of seventh.flows) expect([...products.keys()]).toContain(product);
  });

  it.each(cases.map((given) => [given.title, given] as const))('answers its example: %s', (_title, given) => {
    const [agreement] = given.agreements;
    const { state: _state, ...terms } = agreement ?? {};
    expect(terms).toEqual(compact(parse(text)));
    expect(differences(decideCase(given), given)).toEqual([]);
  });

  it.each(cases.map((given) => [given.title, given] as const))('decides among all the others: %s', (_title, given) => {
    const decision = decisionPoint(bundle, products).decide(questionOf(given));
    expect([decision.effect, decision.disclosedPaths.toSorted()]).toEqual([
      given.expected.effect,
      given.expected.disclosedPaths.toSorted(),
    ]);
    const told = JSON.stringify(disclose(given.item.payload, decision.disclosedPaths));
    for (const canary of given.expected.mustNotAppear) expect(told).not.toContain(canary);
  });

  it('gives the prosecutor nothing while it is not in force', () => {
    const [given] = cases;
    const drafts = bundle.instruments.map((one) => (one.compiled === seventh ? { ...one, state: 'SIGNED' } : one));
    const decision = given && decisionPoint({ ...bundle, instruments: drafts }, products).decide(questionOf(given));
    expect(decision?.disclosedPaths).toEqual([]);
  });

  it('adds its lanes, and touches no other', () => {
    expect(namesOf(all).filter((name) => !namesOf(six).includes(name))).toEqual([
      'ns.kz-prisons-prosecution.prison-intelligence.intelligence-report.v1.kz-prison-service.kz-prosecution',
      'ns.kz-prisons-prosecution.receipts.kz-prosecution.kz-prison-service',
    ]);
    expect(namesOf(six).filter((name) => !namesOf(all).includes(name))).toEqual([]);
  });

  it('has its page, its open data contract, and its recipient his document', () => {
    const documents = loadProductDocuments();
    const page = instrumentPage(seventh, documents);
    expect(page).toContain(
      'The Prison service (sample) gives the Prosecution (sample) items of the kind "Intelligence report"',
    );
    expect(page).toContain('bring and conduct a prosecution');
    const [flow] = seventh.flows;
    const product = documents.find((known) => known.product === flow?.product);
    expect(flow && product && openDataContract(seventh, flow, product)).toMatchObject({ apiVersion: 'v3.1.0' });
    expect(recipientsOf(all)).toContain('kz-prosecution');
    expect(JSON.stringify(recipientLanes('kz-prosecution', all, documents))).not.toContain('kz-police');
  });
});
