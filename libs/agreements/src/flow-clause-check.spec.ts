// What a flow of a signed text has to say of the law behind it, of special categories and of grading.
import { describe, expect, it } from '@jest/globals';
import { checkFlowClauses } from './flow-clause-check.ts';
import type { Flow, InstrumentDocument } from './instrument.ts';
import type { ProductCatalogue } from './product.ts';

const PRODUCTS: ProductCatalogue = new Map([
  [
    'report',
    {
      product: 'report',
      orderKey: 'item',
      fields: {
        urn: 'ADM',
        'health.state': 'SPC',
        ethnicity: 'SPC',
        'paragraphs[].text': 'INF',
        'paragraphs[].grade.source': 'INF',
        'paragraphs[].factual': 'INF',
      },
    },
  ],
]);
const FLOW = { product: 'report', fields: ['urn'], basis: ['law'], special: false, grading: false } as unknown as Flow;

const reports = (flows: Partial<Flow>[], legalBasis: object[] | undefined = [{ id: 'law' }]): unknown[] => {
  const said: unknown[] = [];
  const document = { flows: flows.map((flow) => ({ ...FLOW, ...flow })), legalBasis } as InstrumentDocument;
  checkFlowClauses(document, PRODUCTS, (...report) => said.push(report));
  return said;
};
const ofFlow = (flow: Partial<Flow>) => reports([{}, flow]);
const special = (...fields: string[]) => ({ special: { fields } }) as Partial<Flow>;

describe('the law behind a flow', () => {
  it('is named by an id that the head gives a law', () => {
    expect(ofFlow({})).toEqual([]);
    expect(reports([{ basis: ['law', 'act'] }], [{ id: 'law' }, { id: 'act' }, { instrument: 'x' }])).toEqual([]);
    expect(reports([{ basis: ['law', 'lawn', 'something'] }], [{ id: 'law' }, { id: 'act' }])).toEqual([
      [['flows', 0, 'basis', 1], 'no legal basis lawn', 'did you mean law?'],
      [['flows', 0, 'basis', 2], 'no legal basis something', 'one of law, act'],
    ]);
  });

  it('is not left out', () => {
    const { basis: _none, ...unfounded } = FLOW;
    const said: unknown[] = [];
    const document = {
      flows: [unfounded],
      legalBasis: [{ id: 'law' }, { id: 'act' }],
    } as unknown as InstrumentDocument;
    checkFlowClauses(document, PRODUCTS, (...report) => said.push(report));
    expect(said).toEqual([[['flows', 0, 'basis'], 'a flow without a legal basis', 'add basis: with one of law, act']]);
  });

  it.each([[[]], [[{ instrument: 'without an id' }]]])('has to have an id: %j', (legalBasis) =>
    expect(reports([], legalBasis)).toEqual([
      [['legalBasis'], 'no legal basis has an id', 'add legalBasis: with an id for each law'],
    ]),
  );

  it('is missing where the head names none', () => {
    const said: unknown[] = [];
    checkFlowClauses({ flows: [] } as unknown as InstrumentDocument, PRODUCTS, (...report) => said.push(report));
    expect(said).toHaveLength(1);
  });
});

describe('special categories', () => {
  const NAME_IT = 'name it under special:, or take it out of fields';

  it('are named where they leave, each or as a whole', () => {
    const fields = ['urn', 'health', 'ethnicity'];
    expect(ofFlow({ fields, ...special('health.state', 'ethnicity') })).toEqual([]);
    expect(ofFlow({ fields, ...special('health', 'ethnicity') })).toEqual([]);
    expect(ofFlow({ fields, ...special('health') })).toEqual([
      [['flows', 1, 'special'], 'ethnicity is of a special category', NAME_IT],
    ]);
    expect(ofFlow({ fields: ['health'] })).toEqual([
      [['flows', 1, 'special'], 'health.state is of a special category', NAME_IT],
    ]);
  });

  it('are not named where they do not leave, or are none', () =>
    expect(ofFlow({ fields: ['urn', 'health'], ...special('health', 'ethnicity', 'urn') })).toEqual([
      [['flows', 1, 'special', 'fields', 1], 'ethnicity is no special field that leaves', 'take it out'],
      [['flows', 1, 'special', 'fields', 2], 'urn is no special field that leaves', 'take it out'],
    ]));

  it('are spoken of, if only to say that there are none', () => {
    const { special: _none, ...silent } = FLOW;
    const said: unknown[] = [];
    const document = { flows: [silent], legalBasis: [{ id: 'law' }] } as unknown as InstrumentDocument;
    checkFlowClauses(document, PRODUCTS, (...report) => said.push(report));
    expect(said).toEqual([
      [['flows', 0, 'special'], 'a flow that does not speak of special categories', 'add special: false'],
    ]);
  });
});

describe('grading', () => {
  const TEXT = ['paragraphs[].text', 'paragraphs[].grade', 'paragraphs[].factual'];
  const each: { each: 'paragraph'; scales: string[] } = { each: 'paragraph', scales: ['EUP'] };
  const UNGRADED = [
    ['flows', 1, 'grading'],
    'paragraphs[].text leaves ungraded',
    'grading: { each: paragraph, scales: [3x5x2, EUP] }',
  ];

  it('goes with the text of paragraphs', () => {
    expect(ofFlow({ fields: TEXT, grading: each })).toEqual([]);
    expect(ofFlow({ fields: ['paragraphs'], grading: each })).toEqual([]);
    expect(ofFlow({ fields: TEXT })).toEqual([UNGRADED]);
    expect(ofFlow({ fields: TEXT, grading: { ...each, each: 'basis' } })).toEqual([UNGRADED]);
    expect(ofFlow({ fields: ['paragraphs[].grade'], grading: { ...each, each: 'basis' } })).toEqual([]);
  });

  it('leaves with it: what it is, and whether it is fact', () => {
    const without = (index: number) => ofFlow({ fields: TEXT.filter((_, place) => place !== index), grading: each });
    expect(without(1)).toEqual([
      [['flows', 1, 'fields'], 'paragraphs[].text leaves without its grade', 'add paragraphs[].grade'],
    ]);
    expect(without(2)).toEqual([
      [['flows', 1, 'fields'], 'paragraphs[].text leaves without its factual', 'add paragraphs[].factual'],
    ]);
  });

  it('is spoken of, if only to say that there is none', () => {
    const { grading: _none, ...silent } = FLOW;
    const said: unknown[] = [];
    const document = { flows: [silent], legalBasis: [{ id: 'law' }] } as unknown as InstrumentDocument;
    checkFlowClauses(document, PRODUCTS, (...report) => said.push(report));
    expect(said).toEqual([[['flows', 0, 'grading'], 'a flow that does not speak of grading', 'add grading:']]);
  });
});

it('says nothing more of a product that is not there', () =>
  expect(ofFlow({ product: 'another', fields: ['ethnicity', 'paragraphs'] })).toEqual([]));
