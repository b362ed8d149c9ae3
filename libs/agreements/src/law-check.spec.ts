// What no schema can say of an instrument: parties, fields, codes, periods, and flows that say the same twice.
import { describe, expect, it } from '@jest/globals';
import { noPositions } from './document.ts';
import type { Flow, InstrumentDocument } from './instrument.ts';
import { checkLaw, offer } from './law-check.ts';
import type { ProductCatalogue } from './product.ts';

const PRODUCTS: ProductCatalogue = new Map([
  ['alert.v1', { product: 'alert.v1', orderKey: 'item', fields: { nature: 'INF', 'subjects[].name': 'IDN' } }],
]);
const FLOW: Flow = {
  product: 'alert.v1',
  producer: 'prison',
  consumers: ['police'],
  purposes: ['INVESTIGATE'],
  subjectCategories: ['SUSPECT'],
  fields: ['nature', 'subjects'],
  person: { roles: ['officer'], assignment: 'required', vetting: 'L1', training: ['handling-intelligence'] },
  onward: 'allowed',
  juvenile: false,
  foreign: false,
  retain: { review: 'P1Y', destroy: 'END_OF_REFERRAL+P90D' },
  acknowledge: 'PT24H',
};
const DOCUMENT: InstrumentDocument = {
  id: 'i',
  version: 1,
  instrument: 'agreement',
  timezone: 'Asia/Almaty',
  term: { from: '2026-01-01', to: '2028-12-31' },
  parties: ['prison', 'police'].map((id) => ({ id, kind: 'police', country: 'KZ' })),
  flows: [FLOW],
};

type Told = [pointer: string | undefined, clause: number | undefined, message: string, suggestion: string | null];
const told = (more: Partial<InstrumentDocument>): Told[] =>
  checkLaw({ ...DOCUMENT, ...more }, PRODUCTS, noPositions).map(({ pointer, clause, message, suggestion }) => [
    pointer,
    clause,
    message,
    suggestion,
  ]);
const ofFlow = (more: Partial<Flow>): Told[] => told({ flows: [{ ...FLOW, ...more }] });
const ofPerson = (more: Partial<Flow['person']>) => ofFlow({ person: { ...FLOW.person, ...more } });

it('a good instrument has no fault', () => {
  expect(told({})).toEqual([]);
  expect(told({ flows: [] })).toEqual([]);
  expect(ofFlow({ acknowledge: null, alertTypes: ['ESCAPE'] })).toEqual([]);
});

describe('the head', () => {
  it('has a term that runs forward, of one day at least', () => {
    expect(told({ term: { from: '2026-01-01', to: '2026-01-01' } })).toEqual([]);
    expect(told({ term: { from: '2026-01-02', to: '2026-01-01' } })).toEqual([
      ['/term', 26, 'the term ends (2026-01-01) before it begins (2026-01-02)', 'swap the days'],
    ]);
  });

  it('has a time zone', () => {
    for (const timezone of ['UTC', 'Europe/Paris']) expect(told({ timezone })).toEqual([]);
    expect(told({ timezone: 'Asia/Nowhere' })).toEqual([
      ['/timezone', 26, 'unknown time zone Asia/Nowhere', 'an IANA name such as Asia/Almaty'],
    ]);
  });

  it('has each party once', () => {
    const [prison, police] = DOCUMENT.parties;
    expect(told({ parties: [prison!, police!, { ...prison!, country: 'KG' }] })).toEqual([
      ['/parties/2/id', 1, 'party prison is listed twice', 'remove one'],
    ]);
  });
});

describe('a flow', () => {
  it.each([
    [
      { producer: 'prisom' },
      '/flows/0/producer',
      1,
      'flows[0].producer names prisom, which is no party of this instrument',
      'did you mean prison?',
    ],
    [
      { consumers: ['police', 'the-army'] },
      '/flows/0/consumers/1',
      1,
      'flows[0].consumers[1] names the-army, which is no party of this instrument',
      'add the-army to parties',
    ],
    [{ product: 'alert.v2' }, '/flows/0/product', 5, 'unknown product alert.v2', 'did you mean alert.v1?'],
    [{ product: 'something.else' }, '/flows/0/product', 5, 'unknown product something.else', null],
    [{ fields: ['nature', 'natur'] }, '/flows/0/fields/1', 5, 'alert.v1 has no field natur', 'did you mean nature?'],
    [{ fields: ['whereabouts'] }, '/flows/0/fields/0', 5, 'alert.v1 has no field whereabouts', null],
    [
      { purposes: ['INVESTIGATE', 'INVESTIGAT'] },
      '/flows/0/purposes/1',
      3,
      'unknown purpose INVESTIGAT in flows[0].purposes[1]',
      'did you mean INVESTIGATE?',
    ],
    [
      { subjectCategories: ['SUSPECT', 'SUSPEKT'] },
      '/flows/0/subjectCategories/1',
      4,
      'unknown subject category SUSPEKT in flows[0].subjectCategories[1]',
      'did you mean SUSPECT?',
    ],
    [
      { alertTypes: ['ESCAPE', 'ESCAP'] },
      '/flows/0/alertTypes/1',
      5,
      'unknown alert type ESCAP in flows[0].alertTypes[1]',
      'did you mean ESCAPE?',
    ],
    [
      { retain: { review: 'a year', destroy: 'P1Y' } },
      '/flows/0/retain/review',
      12,
      'a year is no ISO 8601 period',
      'for example P12M',
    ],
    [
      { retain: { review: 'P1Y', destroy: 'never' } },
      '/flows/0/retain/destroy',
      12,
      'never is no ISO 8601 period',
      'for example P12M',
    ],
    [
      { acknowledge: 'PT25H' },
      '/flows/0/acknowledge',
      21,
      'PT25H is no acknowledgement period',
      'one of PT15M, PT30M, PT4H, PT24H, P1D, PT72H, P3D, or null',
    ],
  ] as [Partial<Flow>, ...Told][])('with %j', (more, ...said) => expect(ofFlow(more)).toEqual([said]));

  it('asks of a person what there is', () => {
    expect(ofPerson({ training: ['handling-inteligence'] })).toEqual([
      [
        '/flows/0/person/training/0',
        14,
        'unknown course handling-inteligence in flows[0].person.training[0]',
        'did you mean handling-intelligence?',
      ],
    ]);
    expect(ofPerson({ vetting: 'TOP SECRET' as 'L0' })).toEqual([
      [
        '/flows/0/person/vetting',
        13,
        'unknown vetting level TOP SECRET in flows[0].person.vetting',
        'one of L0, L1, L2, L3',
      ],
    ]);
  });

  it('is named by its place', () =>
    expect(told({ flows: [FLOW, { ...FLOW, purposes: ['PROSECUTE', 'x'] }] })[0]?.[0]).toBe('/flows/1/purposes/1'));
});

describe('an offer', () => {
  it.each([
    [{ fields: ['nature'] }],
    [{ onward: 'forbidden' }],
    [{ retain: { review: 'P2Y', destroy: 'P3Y' } }],
    [{ person: { ...FLOW.person, vetting: 'L3' } }],
  ] as Partial<Flow>[][])('is the same with other terms: %j', (more) =>
    expect(told({ flows: [FLOW, { ...FLOW, ...more }] })).toEqual([
      ['/flows/1', 5, 'flow 2 says again what flow 1 says', 'merge the two flows'],
    ]),
  );

  it.each([
    [{ product: 'q' }],
    [{ producer: 'police' }],
    [{ consumers: ['prison'] }],
    [{ purposes: ['PROSECUTE'] }],
    [{ subjectCategories: ['WITNESS'] }],
    [{ juvenile: { desk: 'd' } }],
    [{ alertTypes: ['ESCAPE'] }],
    [{ person: { ...FLOW.person, roles: ['head'] } }],
  ] as Partial<Flow>[][])('is another with %j', (more) => expect(offer({ ...FLOW, ...more })).not.toBe(offer(FLOW)));

  it('is the same whatever the order of its lists', () => {
    const two = (...[a, b]: [string, string]): Flow => ({
      ...FLOW,
      consumers: [a, b],
      purposes: [a, b],
      subjectCategories: [a, b],
      alertTypes: [a, b],
      person: { ...FLOW.person, roles: [a, b] },
    });
    expect(offer(two('x', 'y'))).toBe(offer(two('y', 'x')));
  });

  it('may stand beside others, from the first flow to the last', () => {
    const flows = [FLOW, { ...FLOW, purposes: ['PROSECUTE'] }, { ...FLOW, producer: 'police', consumers: ['prison'] }];
    expect(told({ flows })).toEqual([]);
    expect(told({ flows: [...flows, flows[1]!] }).map(([, , message]) => message)).toEqual([
      'flow 4 says again what flow 2 says',
    ]);
  });

  it('said three times is said of the second and the third', () =>
    expect(told({ flows: [FLOW, FLOW, FLOW] }).map(([pointer]) => pointer)).toEqual(['/flows/1', '/flows/2']));
});
