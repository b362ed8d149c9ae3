// Law: a topic, a writer or a reader exists only because an instrument has a flow that needs it.
import { describe, expect, it } from '@jest/globals';
import { instrumentIds, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { compileInstrument } from './compile.ts';
import type { CompiledInstrument } from './instrument.ts';
import { liaisonLanes, platformLanes, topicName, topicPlan } from './topics.ts';

const instruments = instrumentIds().map((id): CompiledInstrument => {
  const { file, text } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
});
const services = { 'kz-prison-service': 'prison-intelligence', 'kz-police': 'police-liaison' };
const plan = topicPlan('gatehouse', instruments, services);

/** What the instruments allow, written out independently of the plan. */
const warranted = new Set(
  instruments.flatMap(({ id, flows }) =>
    flows.flatMap(({ product, producer, consumers }) =>
      // A party's own people need no lane; nobody could read one to a party without a service.
      consumers
        .filter((consumer) => consumer !== producer && consumer in services)
        .flatMap((consumer) => [
          `gatehouse.${id}.${product}.${producer}.${consumer}|${producer}|${consumer}`,
          `gatehouse.${id}.receipts.${consumer}.${producer}|${consumer}|${producer}`,
        ]),
    ),
  ),
);
const partyOf = (service: string | undefined) => Object.entries(services).find(([, name]) => name === service)?.[0];

describe('the lanes of the instruments', () => {
  it('are all warranted by a flow, with one writer and one reader', () => {
    for (const { name, writer, reader } of plan.topics) {
      expect(reader).toHaveLength(1);
      expect(warranted).toContain(`${name}|${partyOf(writer)}|${partyOf(reader[0])}`);
    }
    expect(plan.topics).toHaveLength(warranted.size);
  });

  it('are none where there is no instrument', () => {
    expect(topicPlan('gatehouse', [], services).topics).toEqual([]);
  });

  it('leave out a party that works nowhere here', () => {
    expect(topicPlan('gatehouse', instruments, { 'kz-police': 'police-liaison' }).topics).toEqual([]);
  });

  it('have names a broker takes', () => {
    for (const { name } of plan.topics) expect(name).toMatch(/^[a-zA-Z0-9.-]{1,249}$/);
    expect(topicName('ns', { kind: 'receipts', instrument: 'i', from: 'a', to: 'b' })).toBe('ns.i.receipts.a.b');
  });
});

it('lets each party and the keeper of the instruments speak to each other, and nobody else listen', () => {
  const keeper = { party: 'registry', service: 'policy' };
  const { topics } = liaisonLanes('gatehouse', services, keeper);
  expect(topics.map(({ name, writer, reader, groups }) => [name, writer, ...reader, ...groups])).toEqual(
    Object.entries(services).flatMap(([party, service]) => [
      [`gatehouse.liaison.registry.${party}`, 'policy', service, `gatehouse.${service}.liaison`],
      [`gatehouse.liaison.${party}.registry`, service, 'policy', 'gatehouse.policy.liaison'],
    ]),
  );
});

it('adds only audit and bundle lanes for the platform', () => {
  const { topics } = platformLanes('gatehouse', ['a', 'b'], { oversight: 'b', policy: 'policy' });
  expect(topics.map(({ name, writer, reader }) => [name, writer, reader])).toEqual([
    ['gatehouse.audit.a', 'a', ['b']],
    ['gatehouse.audit.b', 'b', ['b']],
    ['gatehouse.policy.bundles', 'policy', ['a', 'b']],
  ]);
});
