// An item that exists nowhere. A request for an unknown id is decided about this one, so that it costs the same
// queries and the same work as a request for an item the caller may not know of (ruling 4).
import type { Bundle } from '@gatehouse/policy';
import type { HeldItem } from './question.ts';

/** Of a product, or of the first that any flow of the bundle carries. */
export const phantomOf = (bundle: Bundle, product?: string): HeldItem => {
  const flows = bundle.instruments.flatMap(({ compiled }) => compiled.flows);
  const flow = flows.find((known) => known.product === product) ?? flows[0];
  return phantom(flow?.product ?? 'none', flow?.producer ?? 'none');
};

const phantom = (product: string, originator: string): HeldItem => ({
  envelope: {
    messageId: 'phantom',
    eventId: 'phantom',
    type: product,
    schemaVersion: '1.0.0',
    itemId: 'phantom',
    product,
    disclosureId: 'phantom',
    originator,
    unit: 'phantom',
    recipient: 'phantom',
    occurredAt: '1970-01-01T00:00:00.000Z',
    recordedAt: '1970-01-01T00:00:00.000Z',
    publishedAt: '1970-01-01T00:00:00.000Z',
    purpose: 'PREVENT_SERIOUS_HARM',
    caseRef: null,
    basis: { kind: 'MOU', agreements: [] },
    underVersions: {},
    classification: 'RESTRICTED',
    handling: { code: 'P', conditions: [] },
    markers: [],
    priority: 'ROUTINE',
    subjects: [{ ref: 'phantom', role: 'MAIN', category: 'SUSPECT', cases: [], auditRef: 'phantom' }],
    reviewBy: null,
    destroyBy: null,
    obligations: [],
    degraded: false,
    order: { key: 'phantom', sequence: 1, predecessor: null },
    traceId: 'phantom',
    payload: {},
  },
  provenance: {
    originator,
    topic: 'phantom',
    messageId: 'phantom',
    disclosureId: 'phantom',
    agreements: [],
    bundleVersion: 0,
    receivedAt: '1970-01-01T00:00:00.000Z',
    jws: '',
  },
  openedBefore: [],
});
