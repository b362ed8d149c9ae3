import { describe, expect, it } from '@jest/globals';
import type { Envelope, Provenance } from '@gatehouse/sharing';
import { envelope } from '../received-item/item.fixture.ts';
import { statusFacts } from './status-facts.ts';

const WHOLE = { statusId: 's-1', version: 2, attestedAt: '2026-11-23T09:00:00.000Z', juvenile: false };
const arrives = (payload: object) =>
  statusFacts(envelope({ product: 'prison-intelligence.subject-status.v1', payload }) as Envelope, {} as Provenance);

describe('a status that arrives', () => {
  it('is a fact about the person by his originator, and no item', () => {
    const facts = arrives({ ...WHOLE, sealedSince: '2026-11-23', limitedTo: [] });
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      streamId: 'received-status-kz-prison-service-p-1',
      comes: 'after',
      event: {
        data: { status: { ref: 'p-1', version: 2, sealedSince: '2026-11-23', limitedTo: [], acquitted: [] } },
      },
    });
  });

  it('says each acquittal, and one by itself as it was said before there could be several', () => {
    const one = { case: 'KZ-2026-114', final: true, at: '2026-11-20T00:00:00Z' };
    const said = (acquitted: unknown) => arrives({ ...WHOLE, acquitted })[0]!.event.data;
    const two = [one, { ...one, case: 'KZ-2026-115' }];
    expect([said(one), said(two)]).toMatchObject([{ status: { acquitted: [one] } }, { status: { acquitted: two } }]);
  });

  it.each([
    { version: 0 },
    { version: '2' },
    { version: Number.MAX_SAFE_INTEGER + 1 },
    { juvenile: 'no' },
    { juvenile: undefined },
    { sealedSince: '2026-13-40' },
    { sealedSince: 20261123 },
    { limitedTo: 'po-zarina' },
    { limitedTo: [7] },
    { acquitted: [{ case: 'KZ-2026-114', at: '2026-11-20T00:00:00Z' }] },
    { acquitted: { case: 'KZ-2026-114', final: true, at: 'soon' } },
    { acquitted: 'KZ-2026-114' },
  ])('with %j is not accepted: half a status would open what is closed', (change) =>
    expect(() => arrives({ ...WHOLE, ...change })).toThrow('not whole'),
  );
});
