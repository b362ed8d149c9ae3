// What you get and nothing else: each document is good AsyncAPI 3 by its published schema, and holds no lane and no field that is
// not the recipient's.
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { compileInstrument, type CompiledInstrument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, loadProductDocuments, loadProducts } from '@gatehouse/contracts';
import { ENVELOPE } from '@gatehouse/sharing/wire-schema';
import { recipientLanes, recipientsOf } from './recipient-lanes.ts';

interface Document {
  channels: Record<string, { address: string }>;
  operations: Record<string, { action: string; channel: { $ref: string } }>;
}

// A CommonJS package of JSON files.
const specs = createRequire(import.meta.url)('@asyncapi/specs') as { schemas: Record<string, object> };
const products = loadProductDocuments();
const instruments = instrumentIds().map((id): CompiledInstrument => {
  const { text, file } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
});
const documentOf = (party: string): Document => recipientLanes(party, instruments, products) as Document;

/** The values of a key, wherever it stands. */
const valuesOf = (key: string, node: unknown): unknown[] => {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...valuesOf(key, value)]);
};

const resolves = (root: unknown, ref: string): boolean =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], root) !== undefined;

/** Leaf paths of a payload's schema, as the flows write them. */
const pathsOf = (schema: Record<string, unknown>, at = ''): string[] => {
  const { properties, items, anyOf } = schema as { properties?: object; items?: object; anyOf?: object[] };
  if (anyOf) return anyOf.flatMap((form) => pathsOf(form as Record<string, unknown>, at));
  if (items) return pathsOf(items as Record<string, unknown>, `${at}[]`);
  if (!properties) return [at];
  return Object.entries(properties).flatMap(([name, inner]) =>
    pathsOf(inner as Record<string, unknown>, at === '' ? name : `${at}.${name}`),
  );
};

const recipients = recipientsOf(instruments);

it('is made for every party that a lane leads to', () => {
  expect(recipients).toEqual(['kz-anti-corruption', 'kz-police', 'kz-prison-service', 'kz-probation']);
});

describe.each(recipients)('for %s', (party) => {
  let isAsyncApi: (document: unknown) => boolean;
  const document = documentOf(party);
  beforeAll(() => {
    // The published schema brings the meta-schema of its draft along.
    const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, logger: false });
    formats.default(ajv);
    isAsyncApi = ajv.compile(specs.schemas['3.0.0'] ?? {});
  });

  it('is AsyncAPI 3, and everything it refers to is there', () => {
    expect(isAsyncApi(document)).toBe(true);
    expect(isAsyncApi({ ...document, channels: { x: { address: 1 } } })).toBe(false);
    const references = valuesOf('$ref', document) as string[];
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((ref) => !resolves(document, ref))).toEqual([]);
  });

  it('receives on lanes that lead here, and sends receipts alone', () => {
    for (const { action, channel } of Object.values(document.operations)) {
      const address = document.channels[channel.$ref.split('/')[2] ?? '']?.address ?? '';
      if (action === 'receive') expect(address).toMatch(new RegExp(`\\.${party}$`));
      else expect(address).toContain(`.receipts.${party}.`);
    }
    const lanes = instruments
      .flatMap(({ topics }) => topics)
      .filter(({ kind, from, to }) => (kind === 'data' ? to : from) === party);
    expect(Object.keys(document.channels)).toHaveLength(lanes.length);
  });

  it('names no field that no flow to it names, and no other recipient', () => {
    const flows = instruments.flatMap((instrument) =>
      instrument.flows.filter(({ consumers, producer }) => consumers.includes(party) && producer !== party),
    );
    const named = new Set(flows.flatMap(({ projection }) => projection));
    const payloads = valuesOf('payload', valuesOf('contentSchema', document)) as Record<string, unknown>[];
    expect(payloads.length).toBeGreaterThan(0);
    expect(payloads.flatMap((payload) => pathsOf(payload)).filter((path) => !named.has(path))).toEqual([]);
    const senders = flows.map(({ producer }) => producer);
    const others = recipients.filter((other) => other !== party && !senders.includes(other));
    for (const other of others) expect(JSON.stringify(document)).not.toContain(other);
  });
});

it('names no type of alert that is not for the recipient', () => {
  expect(JSON.stringify(documentOf('kz-police'))).not.toContain('STAFF_CORRUPTION');
  expect(JSON.stringify(documentOf('kz-anti-corruption'))).toContain('STAFF_CORRUPTION');
});

it('wraps the payload into the very envelope that is read at arrival', () => {
  const [inside] = valuesOf('contentSchema', documentOf('kz-police')) as { properties: object }[];
  expect(Object.keys(inside?.properties ?? {})).toEqual(Object.keys(ENVELOPE.properties));
});
