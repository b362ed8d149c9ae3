// What is for one party alone, where its flow names two: it goes to that one, or it waits.
import { eventually } from '@gatehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instrument, POLICE, twoAgencies, type TwoAgencies } from './two-agencies.fixture.ts';

const REQUEST = 'prison-intelligence.consent-request.v1';
const PROBATION = 'kz-probation';

/** The agreement on requests for consent, with probation as a second recipient of them. */
const withTwoConsumers = () =>
  instrument('kz-police-prisons', [
    ['name: Police (sample) }\n', `name: Police (sample) }\n  - { id: ${PROBATION}, kind: probation, country: KZ }\n`],
    [
      'producer: kz-prison-service\n    consumers: [kz-police]',
      `producer: kz-prison-service\n    consumers: [kz-police, ${PROBATION}]`,
    ],
    [
      "        - { party: kz-police, post: duty officer, reach: '+7 000 000 02 02 (invented), at any hour' }\n",
      "        - { party: kz-police, post: duty officer, reach: '+7 000 000 02 02 (invented), at any hour' }\n" +
        `        - { party: ${PROBATION}, post: duty officer, reach: '+7 000 000 03 03 (invented), at any hour' }\n`,
    ],
    [
      '        - { party: kz-police, post: chief of police, authority: decree 202 (invented) }\n',
      '        - { party: kz-police, post: chief of police, authority: decree 202 (invented) }\n' +
        `        - { party: ${PROBATION}, post: head of probation, authority: decree 303 (invented) }\n`,
    ],
  ]);

let two: TwoAgencies;
beforeEach(async () => {
  two = await twoAgencies(['kz-prisons-probation']);
  await two.issue([{ state: 'IN_FORCE', compiled: withTwoConsumers() }]);
});
afterEach(() => two.close());

const asks = (to?: string) =>
  two.raise(
    { product: REQUEST, payload: { requestId: 'r-1', itemId: 'i-1', justification: 'CANARY-why' } },
    undefined,
    {
      ...(to !== undefined && { to }),
    },
  );
const decidedFor = async (): Promise<string[]> => {
  const { rows } = await two.prison.agency.pool.query<{ recipient: string }>(
    `select data ->> 'recipient' as recipient from store.events where type = 'DisclosureDecided' order by 1`,
  );
  return rows.map(({ recipient }) => recipient);
};
const shared = (assertion: () => Promise<void>) =>
  eventually(async () => {
    await two.outgoing.runOnce();
    await assertion();
  });

describe('a request for consent under a flow with two recipients', () => {
  it('goes to the party whose item it is about, and to no other', async () => {
    await asks(POLICE);
    await shared(async () => expect(await decidedFor()).toEqual([POLICE]));
    expect([await two.prison.count('bus.outbox'), await two.prison.count('sharing.held')]).toEqual([1, 0]);
    expect(await two.prison.audit()).toEqual([expect.objectContaining({ event: 'disclosed' })]);
  });

  it.each([
    ['says nobody whose item it is', undefined],
    ['is for a party that no flow names', 'kz-tax'],
  ])('is held, and said aloud, where it %s', async (_what, to) => {
    await asks(to);
    await shared(async () =>
      expect(await two.prison.count('sharing.held', "recipient = '*' and reason = 'NO_CONTRACT'")).toBe(1),
    );
    expect([await decidedFor(), await two.prison.count('bus.outbox')]).toEqual([[], 0]);
    expect(two.prison.alarms).toEqual(['ITEM_WITHOUT_RECIPIENT']);
  });
});
