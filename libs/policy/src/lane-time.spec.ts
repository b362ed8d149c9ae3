// How long the lanes of a bundle hold what is on them: long enough that nothing is lost, and never past what a flow has destroyed.
import type { CompiledFlow, CompiledInstrument, FlowTopic } from '@gatehouse/agreements';
import { LONGEST_PAUSE_MS } from '@gatehouse/event-bus';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GONE_WITHIN_MS, goneWithin, LEAST_MS } from './lane-time.ts';

const DAY_MS = 24 * 3_600_000;
const flow = (destroy: string, change: Partial<CompiledFlow> = {}): CompiledFlow =>
  ({
    product: 'report',
    producer: 'prison',
    consumers: ['police'],
    retain: { review: 'P12M', destroy },
    ...change,
  }) as CompiledFlow;
const special = (destroy: string): Partial<CompiledFlow> => ({
  special: { fields: ['religion'], necessity: 'required', approvedBy: 'manager', destroy },
});
const compiled = (...flows: CompiledFlow[]) => ({ flows }) as CompiledInstrument;
const data: FlowTopic = { kind: 'data', instrument: 'mou', product: 'report', from: 'prison', to: 'police' };
const receipts: FlowTopic = { kind: 'receipts', instrument: 'mou', from: 'police', to: 'prison' };
const within = (topic: FlowTopic, ...flows: CompiledFlow[]): number =>
  goneWithin({ state: 'IN_FORCE', compiled: compiled(...flows) }, topic);

describe('the time of a lane', () => {
  it('is eight days where what is lost is sent again, and a quarter of a year where it is not', () => {
    expect(within(data, flow('P5Y'))).toBe(GONE_WITHIN_MS.sentAgain);
    expect(within(receipts, flow('P5Y'))).toBe(GONE_WITHIN_MS.untilTaken);
  });

  it('is never longer than the shortest time after which a flow of it has something destroyed', () => {
    expect(within(data, flow('P5Y'), flow('P2D'))).toBe(2 * 23 * 3_600_000);
    expect(within(data, flow('P5Y', special('P3D')))).toBe(3 * 23 * 3_600_000);
    expect(within(receipts, flow('P5Y', special('P30D')))).toBe(30 * 23 * 3_600_000);
    expect(within(data, flow('END_OF_REFERRAL+P1D'))).toBe(23 * 3_600_000);
  });

  it('is not shortened by what goes elsewhere, or is another product', () => {
    const elsewhere = [
      flow('P1D', { product: 'alert' }),
      flow('P1D', { consumers: ['probation'] }),
      flow('P1D', { producer: 'police', consumers: ['prison'] }),
    ];
    expect(within(data, flow('P5Y'), ...elsewhere)).toBe(GONE_WITHIN_MS.sentAgain);
    expect(within(receipts, flow('P5Y'), flow('P1D', { consumers: ['probation'] }))).toBe(GONE_WITHIN_MS.untilTaken);
  });

  it('keeps to the version under which something left, as long as that is in flight', () => {
    const version = (number: number, ...flows: CompiledFlow[]) => ({
      version: number,
      effectiveFrom: '2026-01-01T00:00:00Z',
      compiled: compiled(...flows),
    });
    const history = [version(1, flow('P1D')), version(2, flow('P5Y'))];
    expect(goneWithin({ state: 'IN_FORCE', compiled: compiled(flow('P5Y')), history }, data)).toBe(23 * 3_600_000);
  });

  it('holds what a sender sends again until it has done so twice, however soon a flow has it destroyed', () => {
    expect(within(data, flow('PT1M'))).toBe(LEAST_MS);
    expect(LEAST_MS).toBeGreaterThan(2 * LONGEST_PAUSE_MS);
  });

  it('is between the two for any days, and shorter for none that are longer', () => {
    const days = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(days, days, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((count) =>
          within(data, flow(`P${count}D`)),
        );
        expect(less).toBeLessThanOrEqual(more!);
        expect(less).toBeGreaterThanOrEqual(LEAST_MS);
        expect(more).toBeLessThanOrEqual(Math.max(LEAST_MS, Math.min(8, Math.max(one, other)) * DAY_MS));
      }),
    );
  });
});
