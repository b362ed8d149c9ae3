import type { Envelope, Provenance } from '@gatehouse/sharing';
import { describe, expect, it } from '@jest/globals';
import { toForeignFacts } from './sharing.ts';

const provenance = {} as Provenance;
const arrived = (product: string, payload: object): Envelope =>
  ({ itemId: 'arrived-1', originator: 'kz-police', product, payload }) as Envelope;
const feedback = (regrades?: object[]) =>
  arrived('police-liaison.item-feedback.v1', {
    feedbackId: 'arrived-1',
    itemId: 'alert-1',
    outcome: 'DISPROVED',
    ...(regrades && { regrades }),
  });
const streams = (envelope: Envelope) =>
  toForeignFacts(envelope, provenance).map(({ streamId, event, comes }) => [streamId, event.type, comes]);

describe('what arrives at the prison service', () => {
  it('as feedback is kept as it came, and is an item of the inbox', () =>
    expect(streams(feedback())).toEqual([
      ['item-feedback-arrived-1', 'ItemFeedbackReceived', 'once'],
      ['received-item-arrived-1', 'ItemReceived', 'once'],
    ]));

  it('as feedback that doubts grades is a proposal as well, in the same transaction', () => {
    const grade = { scale: '3x5x2', source: '3', information: 'E' };
    // A doubt without a grade proposes nothing that anybody could accept.
    const facts = toForeignFacts(feedback([{ n: 2, grade }, { n: 3 }]), provenance);
    expect(facts.map(({ streamId }) => streamId)).toEqual([
      'item-feedback-arrived-1',
      'regrade-proposal-arrived-1',
      'received-item-arrived-1',
    ]);
    expect(facts[1]?.event.data).toEqual({
      feedbackId: 'arrived-1',
      itemId: 'alert-1',
      from: 'kz-police',
      regrades: [{ n: 2, grade }],
    });
  });

  it('as police intelligence is an item of the inbox', () =>
    expect(streams(arrived('police-liaison.police-intelligence.v1', {}))).toEqual([
      ['received-item-arrived-1', 'ItemReceived', 'once'],
    ]));

  it('as anything else is none of its business', () =>
    expect(streams(arrived('probation.something.v1', {}))).toEqual([]));
});
