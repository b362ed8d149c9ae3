// A flow as an Open Data Contract (ODCS 3.1), for catalogues of data that know the standard. It says what the instrument says;
// what the standard has no word for stands under customProperties.
import { ruleOf, topicName, type CompiledFlow, type CompiledInstrument } from '@gatehouse/agreements';
import { codeLists, disclosedSchema, typeNameOf, type ProductDocument } from '@gatehouse/contracts';
import { listed, meaningOf, nameOf, periodInWords, postOf, spelt } from './names.ts';

interface JsonSchema {
  type?: string;
  format?: string;
  enum?: string[];
  description?: string;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
}

const LOGICAL: Record<string, string> = { date: 'date', 'date-time': 'timestamp' };

const optionsOf = ({ minLength, maxLength, pattern, enum: codes }: JsonSchema): object => {
  if (codes)
    return { quality: [{ type: 'library', metric: 'invalidValues', arguments: { validValues: codes }, mustBe: 0 }] };
  const options = { ...(minLength && { minLength }), ...(maxLength && { maxLength }), ...(pattern && { pattern }) };
  return Object.keys(options).length > 0 ? { logicalTypeOptions: options } : {};
};

/** A field of a payload's JSON Schema as the standard describes one; `ADM: reference` gives class and words. */
const elementOf = (schema: JsonSchema): object => {
  const [, category, says] = /^([A-Z]{3}): (.*)$/s.exec(schema.description ?? '') ?? [];
  const about = category ? { classification: category, description: says } : {};
  if (schema.type === 'object') return { logicalType: 'object', ...about, properties: elementsOf(schema) };
  if (schema.type === 'array') return { logicalType: 'array', ...about, items: elementOf(schema.items ?? {}) };
  const logicalType = LOGICAL[schema.format ?? ''] ?? schema.type ?? 'string';
  return { logicalType, ...about, ...(logicalType === 'string' ? optionsOf(schema) : {}) };
};

const elementsOf = ({ properties = {} }: JsonSchema): object[] =>
  Object.entries(properties).map(([name, schema]) => ({ name, ...elementOf(schema), required: false }));

const levels = ({ retain, acknowledge }: CompiledFlow, { term }: CompiledInstrument): object[] => [
  { property: 'generalAvailability', value: term.from, driver: 'regulatory' },
  { property: 'endOfLife', value: term.to, driver: 'regulatory' },
  {
    property: 'review',
    value: retain.review,
    driver: 'regulatory',
    description: `after ${periodInWords(retain.review)}`,
  },
  {
    property: 'retention',
    value: retain.destroy,
    driver: 'regulatory',
    description: `destroyed after ${periodInWords(retain.destroy)}`,
  },
  ...(acknowledge === null
    ? []
    : [
        {
          property: 'timeToAcknowledge',
          value: acknowledge,
          driver: 'operational',
          description: `a named person acknowledges within ${periodInWords(acknowledge)}`,
        },
      ]),
];

const custom = (instrument: CompiledInstrument, flow: CompiledFlow): object[] => {
  const lanes = instrument.topics.filter(
    ({ kind, product, from, to }) =>
      kind === 'data' && product === flow.product && from === flow.producer && flow.consumers.includes(to),
  );
  const values = {
    instrument: {
      id: instrument.id,
      version: instrument.version,
      kind: instrument.instrument,
      sha256: instrument.sha256,
    },
    recipients: flow.consumers,
    purposes: flow.purposes,
    subjectCategories: flow.subjectCategories,
    alertTypes: flow.alertTypes,
    legalBasis: flow.basis,
    person: flow.person,
    onward: flow.onward,
    juvenile: flow.juvenile,
    foreign: flow.foreign,
    special: flow.special,
    grading: flow.grading,
    topics: lanes.map((lane) => topicName('{namespace}', lane)),
  };
  return Object.entries(values).flatMap(([property, value]) => (value === undefined ? [] : [{ property, value }]));
};

const support = (instrument: CompiledInstrument, flow: CompiledFlow): object[] =>
  (ruleOf(instrument, 1)?.contacts ?? [])
    .filter(({ party }) => party === flow.producer)
    .map(({ reach, ...post }) => ({ channel: postOf(instrument, post), description: reach, scope: 'interactive' }));

/** The contract of one flow, as the standard's document. Its state is not in it: that is the signed bundle's. */
export const openDataContract = (
  instrument: CompiledInstrument,
  flow: CompiledFlow,
  product: ProductDocument,
): object => ({
  apiVersion: 'v3.1.0',
  kind: 'DataContract',
  id: `urn:gatehouse:flow:${flow.id}`,
  name: flow.title ?? product.title,
  version: `${instrument.version}.0.0`,
  status: 'proposed',
  tenant: flow.producer,
  domain: product.product.split('.')[0],
  dataProduct: product.product,
  description: {
    purpose: flow.purposes.map((code) => `to ${meaningOf(codeLists.purposes, code)}`).join('. '),
    usage: `For ${listed(flow.person.roles.map(spelt), 'nobody')} of ${listed(flow.consumers.map((party) => `the ${nameOf(instrument, party)}`))}.`,
    limitations:
      'Named fields leave, nothing else, and only as far as each decision shows them. Whether it is in force stands in the signed policy bundle.',
  },
  schema: [
    {
      name: typeNameOf(product.product),
      logicalType: 'object',
      physicalType: 'json',
      businessName: product.title,
      properties: elementsOf(disclosedSchema(product, flow) as JsonSchema),
    },
  ],
  support: support(instrument, flow),
  team: { name: nameOf(instrument, flow.producer) },
  roles: flow.person.roles.map((role) => ({ role, access: 'read', description: spelt(role) })),
  slaProperties: levels(flow, instrument),
  customProperties: custom(instrument, flow),
});
