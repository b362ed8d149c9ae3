// The lanes of the bus, from what instruments say.
import { describe, expect, it } from '@jest/globals';
import type { Flow } from './instrument.ts';
import { liaisonTopic, topicName, topicsOf } from './topics.ts';

const flow = (product: string, producer: string, ...consumers: string[]) => ({ product, producer, consumers }) as Flow;
const lanes = (...flows: Flow[]): string[] => topicsOf('mou', flows).map((topic) => topicName('kz', topic));

describe('the lanes of an instrument', () => {
  it('take data to each consumer by product, and receipts back', () => {
    expect(topicsOf('mou', [flow('alert.v1', 'prison', 'police')])).toEqual([
      { kind: 'data', instrument: 'mou', product: 'alert.v1', from: 'prison', to: 'police' },
      { kind: 'receipts', instrument: 'mou', from: 'police', to: 'prison' },
    ]);
    expect(lanes(flow('alert.v1', 'prison', 'probation', 'police'), flow('report.v1', 'police', 'prison'))).toEqual([
      'kz.mou.alert.v1.prison.police',
      'kz.mou.alert.v1.prison.probation',
      'kz.mou.receipts.police.prison',
      'kz.mou.receipts.prison.police',
      'kz.mou.receipts.probation.prison',
      'kz.mou.report.v1.police.prison',
    ]);
  });

  it('are each there once, in the same order whatever the order of the flows', () => {
    const flows = [flow('a', 'x', 'y'), flow('b', 'x', 'y'), flow('a', 'x', 'y', 'z'), flow('c', 'y', 'x')];
    expect(lanes(...flows)).toHaveLength(7);
    expect(new Set(lanes(...flows)).size).toBe(7);
    expect(lanes(...flows.toReversed())).toEqual(lanes(...flows));
  });

  it('are none for what a party tells its own people', () => {
    expect(lanes(flow('a', 'x', 'x'))).toEqual([]);
    expect(lanes(flow('a', 'x', 'x', 'y'))).toEqual(['kz.mou.a.x.y', 'kz.mou.receipts.y.x']);
  });
});

it('a party has a lane to the keeper of the instruments', () =>
  expect(liaisonTopic('kz', 'police', 'policy')).toBe('kz.liaison.police.policy'));
