// What one recipient gets, as AsyncAPI 3: the lanes it reads, the form of what arrives on them, the lane its receipts go back on.
// Promise: nothing stands in it that is another recipient's, and no field that no flow to it names.
import { topicName, type CompiledInstrument, type FlowTopic } from '@gatehouse/agreements';
import { disclosedSchema, type ProductDocument } from '@gatehouse/contracts';
import { ENVELOPE, RECEIPT } from '@gatehouse/sharing/wire-schema';
import { listed, nameOf, periodInWords, spelt } from './names.ts';

interface Lane {
  instrument: CompiledInstrument;
  topic: FlowTopic;
}

const nameIn = ({ topic }: Lane): string =>
  [topic.instrument, topic.kind === 'data' ? topic.product : 'receipts', topic.from, topic.to]
    .join('_')
    .replaceAll('.', '-');

const NAMESPACE = { namespace: { description: 'Namespace of the deployment; the operator of the bus names it.' } };

const HEADERS = {
  type: 'object',
  required: ['message-id'],
  properties: {
    'message-id': { type: 'string', format: 'uuid', description: 'the same each time a message is sent again' },
    traceparent: { type: 'string', description: 'W3C trace context' },
  },
};

/** Compact JWE for the recipient around a compact JWS of the originator: what the broker sees is this text. */
const sealed = (typ: string, contentSchema: object): object => ({
  type: 'string',
  contentMediaType: 'application/jose',
  description: `signed by its sender as ${typ}, then encrypted to its receiver; contentSchema is what stands inside`,
  contentSchema,
});

const offerOf = (flow: CompiledInstrument['flows'][number]): string =>
  [
    `For ${listed(flow.person.roles.map(spelt), 'nobody')}`,
    flow.alertTypes && `types ${listed(flow.alertTypes.map(spelt))}`,
    flow.acknowledge && `acknowledge within ${periodInWords(flow.acknowledge)}`,
    `review after ${periodInWords(flow.retain.review)}, destroy after ${periodInWords(flow.retain.destroy)}`,
  ]
    .filter(Boolean)
    .join('; ');

/** What may stand in the payload: for each flow of this lane its own fields. */
const payloadOf = ({ instrument, topic }: Lane, products: ProductDocument[]): object => {
  const product = products.find((known) => known.product === topic.product);
  const flows = instrument.flows.filter(
    (flow) => flow.product === topic.product && flow.producer === topic.from && flow.consumers.includes(topic.to),
  );
  const forms = flows.map((flow) => {
    const { $schema: _draft, ...schema } = (product ? disclosedSchema(product, flow) : {}) as Record<string, unknown>;
    return { ...schema, title: flow.title ?? flow.product, description: offerOf(flow) };
  });
  return forms.length === 1 ? (forms[0] ?? {}) : { anyOf: forms };
};

const itemMessage = (lane: Lane, products: ProductDocument[]): object => {
  const properties = { ...ENVELOPE.properties, payload: payloadOf(lane, products) };
  return {
    name: lane.topic.product,
    title: products.find(({ product }) => product === lane.topic.product)?.title ?? lane.topic.product,
    contentType: 'application/jose',
    headers: HEADERS,
    payload: sealed('gatehouse-item+jws', { ...ENVELOPE, properties }),
  };
};

const RECEIPT_MESSAGE = {
  name: 'receipt',
  title: 'Receipt',
  contentType: 'application/jose',
  headers: HEADERS,
  payload: sealed('gatehouse-receipt+jws', RECEIPT),
};

const messageOf = (lane: Lane, products: ProductDocument[]): object =>
  lane.topic.kind === 'data' ? itemMessage(lane, products) : RECEIPT_MESSAGE;

const channelOf = (lane: Lane): object => ({
  address: topicName('{namespace}', lane.topic),
  title: lane.instrument.title ?? lane.topic.instrument,
  description:
    lane.topic.kind === 'data'
      ? `Only the ${nameOf(lane.instrument, lane.topic.from)} writes here, and only you read.`
      : `Only you write here, and only the ${nameOf(lane.instrument, lane.topic.to)} reads.`,
  parameters: NAMESPACE,
  messages: { message: { $ref: `#/components/messages/${nameIn(lane)}` } },
});

const operationOf = (lane: Lane): object => ({
  action: lane.topic.kind === 'data' ? 'receive' : 'send',
  channel: { $ref: `#/channels/${nameIn(lane)}` },
  messages: [{ $ref: `#/channels/${nameIn(lane)}/messages/message` }],
});

const lanesOf = (party: string, instruments: CompiledInstrument[]): Lane[] =>
  instruments.flatMap((instrument) =>
    instrument.topics
      .filter(({ kind, from, to }) => (kind === 'data' ? to === party : from === party))
      .map((topic) => ({ instrument, topic })),
  );

/** Parties to whom an instrument gives a lane. */
export const recipientsOf = (instruments: CompiledInstrument[]): string[] =>
  [
    ...new Set(instruments.flatMap(({ topics }) => topics.flatMap(({ kind, to }) => (kind === 'data' ? [to] : [])))),
  ].sort();

/** The AsyncAPI document of one recipient. */
export const recipientLanes = (
  party: string,
  instruments: CompiledInstrument[],
  products: ProductDocument[],
): object => {
  const lanes = lanesOf(party, instruments);
  const each = (of: (lane: Lane) => object) => Object.fromEntries(lanes.map((lane) => [nameIn(lane), of(lane)]));
  const [first] = lanes;
  return {
    asyncapi: '3.0.0',
    id: `urn:gatehouse:recipient:${party}`,
    info: {
      title: `What the ${first ? nameOf(first.instrument, party) : party} receives`,
      version: listed([...new Set(lanes.map(({ instrument: { id, version } }) => `${id}@${version}`))]),
      description: 'Compiled from the instruments that name you. Each decision shows these fields or fewer.',
    },
    defaultContentType: 'application/jose',
    channels: each(channelOf),
    operations: each(operationOf),
    components: { messages: each((lane) => messageOf(lane, products)) },
  };
};
