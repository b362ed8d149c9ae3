// One trace from the request at the prison over its database and Kafka to the read model at the police, and back.
import { ALERT, raiseAlert } from '@gatehouse/start';
import type { WrittenSpan } from '@gatehouse/telemetry';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { approvedReport, IN_PRISON } from './raised.ts';
import { Watched } from './watched.ts';

/** The caller's own span, above the request. */
const CALLER = '00f067aa0ba902b7';
const PATIENCE = { timeoutMs: 60_000 };

const whose = ({ attributes }: WrittenSpan) => String(attributes['gatehouse.service']);

describe('an alert, raised in a traced process', () => {
  const traceId = randomBytes(16).toString('hex');
  let gatehouse: Watched;
  let trace: WrittenSpan[];

  beforeAll(async () => {
    gatehouse = await Watched.start();
    const analyst = gatehouse.as('analyst');
    const reportUrn = await approvedReport(gatehouse);
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const raised = await raiseAlert(analyst, {
      ...IN_PRISON,
      body: { ...ALERT, reportUrns: [reportUrn], validUntil },
      headers: { traceparent: `00-${traceId}-${CALLER}-01` },
    });
    expect([raised.status, raised.headers.get('gatehouse-correlation-id')]).toEqual([201, traceId]);
    // A span is written when it ends, which for a hop may be after what it caused: the trace is whole when the last of
    // each way is there and no span's parent is still to come.
    trace = await eventually(async () => {
      const spans = (await gatehouse.spans()).filter((span) => span.traceId === traceId);
      const written = new Set([CALLER, ...spans.map(({ spanId }) => spanId)]);
      expect(spans.filter(({ parentSpanId }) => !written.has(String(parentSpanId)))).toEqual([]);
      const at = spans.map((span) => `${span.name} at ${whose(span)}`);
      expect(at).toEqual(
        expect.arrayContaining(['project received-items at police-liaison', 'receive receipt at prison-intelligence']),
      );
      expect(at.filter((name) => name === 'project alert-board at prison-intelligence').length).toBeGreaterThanOrEqual(
        3,
      );
      return spans;
    }, PATIENCE);
  }, 240_000);
  afterAll(() => gatehouse.end());

  const called = (name: string, service: string) =>
    trace.filter((span) => span.name === name && whose(span) === service);
  const above = (span: WrittenSpan): WrittenSpan[] => {
    const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
    return parent ? [parent, ...above(parent)] : [];
  };

  it('is one trace through every hop, each below the one before', () => {
    const [seen] = called('project received-items', 'police-liaison');
    expect(above(seen!).map((span) => `${span.name} at ${whose(span)}`)).toEqual([
      'receive at police-liaison',
      'publish at prison-intelligence',
      'share at prison-intelligence',
      'POST /prison-intelligence/v1/intelligence-alerts at prison-intelligence',
    ]);
    const [entered] = called('receive receipt', 'prison-intelligence');
    expect(above(entered!).map(whose)).toEqual([
      'police-liaison',
      'police-liaison',
      ...above(seen!).slice(1).map(whose),
    ]);
  });

  it('has the statements of each hop, each with its service', () => {
    const statements = trace.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    const under = new Set(statements.map((span) => `${above(span)[0]?.name} at ${whose(span)}`));
    expect([...under]).toEqual(
      expect.arrayContaining([
        'POST /prison-intelligence/v1/intelligence-alerts at prison-intelligence',
        'share at prison-intelligence',
        'receive at police-liaison',
        'project received-items at police-liaison',
      ]),
    );
    expect(trace.every(({ resource }) => resource['service.name'] === 'gatehouse')).toBe(true);
  });

  it('says nothing but names from a closed list', () => {
    const names = new Set(trace.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].sort()).toEqual([
      'db.namespace',
      'db.system.name',
      'gatehouse.service',
      'http.request.method',
      'http.response.status_code',
      'http.route',
      'messaging.destination.name',
      'messaging.operation.name',
    ]);
  });

  it('is begun by a request and not by a poll', async () => {
    const roots = (await gatehouse.spans()).filter(({ parentSpanId }) => parentSpanId === null);
    expect(roots.filter(({ kind }) => kind !== 'SERVER')).toEqual([]);
  });
});
