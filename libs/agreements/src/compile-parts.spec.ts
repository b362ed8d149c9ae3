// What is carried over from a document to what it compiles to, in which order its faults are said, and how they are printed.
import { describe, expect, it } from '@jest/globals';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { parse } from 'yaml';
import { compileAgreed, compileDocument, compileInstrument, documentDigest, printErrors } from './compile.ts';
import type { CompileResult, InstrumentDocument } from './instrument.ts';

const products = loadProducts();
const { text } = loadInstrumentSource('kz-prisons-police');
const mou = parse(text, { schema: 'core' }) as InstrumentDocument;

const messages = (result: CompileResult): string[] =>
  'errors' in result ? result.errors.map(({ message }) => message) : [];
const compiled = (document: InstrumentDocument, catalogue = products) => {
  const result = compileDocument(document, catalogue);
  if ('errors' in result) throw new Error(printErrors('mou', result));
  return result.instrument;
};

describe('a compiled instrument', () => {
  it('carries what it was made of', () => {
    const { flows, cedar: _cedar, topics: _topics, sha256, ...rest } = compiled(mou);
    const { flows: written, ...document } = mou;
    expect(rest).toEqual(document);
    expect(sha256).toBe(documentDigest(mou));
    expect(flows).toEqual(written.map((flow) => expect.objectContaining({ ...flow })));
  });

  it('has no title, basis or clauses where it was given none', () => {
    const { title: _title, legalBasis: _basis, clauses: _clauses, ...bare } = mou;
    expect(Object.keys(compiled(bare)).toSorted()).toEqual([
      'cedar',
      'flows',
      'id',
      'instrument',
      'parties',
      'sha256',
      'term',
      'timezone',
      'topics',
      'version',
    ]);
  });

  it('says of a flow whom its product is for, where it is for one', () => {
    const name = mou.flows[0]!.product;
    const addressed = new Map(products).set(name, { ...products.get(name)!, to: 'asker' });
    expect(compiled(mou, addressed).flows.map(({ to }) => to)).toEqual(
      mou.flows.map(({ product }) => (product === name ? 'asker' : undefined)),
    );
    expect(Object.keys(compiled(mou).flows[0]!)).not.toContain('to');
  });

  it('is named by its digest, whatever the order of its keys', () => {
    expect(documentDigest({ a: 1, b: 2 })).toBe(documentDigest({ b: 2, a: 1 }));
    expect(documentDigest({ a: 1 })).toBe('AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX-GI');
  });
});

describe('faults', () => {
  it('are said in order of lines, and of columns within a line', () => {
    const bad = text
      .replace('[INVESTIGATE,', '[MARKETING, ADVERTISING,')
      .replace('Asia/Almaty', 'Asia/Nowhere')
      .replace('- whatToDo', '- whatToDoo');
    const result = compileInstrument(bad, 'mou.yaml', products);
    const places = 'errors' in result ? result.errors.map(({ line, column }) => [line, column]) : [];
    expect(places).toHaveLength(4);
    expect(places).toEqual(places.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
    expect(new Set(places.map(([line]) => line)).size).toBe(3);
  });

  it('of form are said before those of substance, and numbers that stand twice with them', () => {
    const clauses = [...mou.clauses!, { ...mou.clauses![0]! }];
    const wrong = { ...mou, timezone: 'Asia/Nowhere', colour: 'red', clauses };
    expect(messages(compileDocument(wrong, products))).toEqual(
      expect.arrayContaining(['clause 1 stands twice', 'unknown key colour in the document']),
    );
    expect(messages(compileDocument({ ...mou, clauses }, products))).toContain('clause 1 stands twice');
    expect(messages(compileDocument({ ...mou, timezone: 'Asia/Nowhere' }, products))).toEqual([
      'unknown time zone Asia/Nowhere',
    ]);
  });

  it('of a text that cannot be read are said alone', () =>
    expect(messages(compileInstrument('id: &x 1\n', 'mou.yaml', products))).toEqual([
      'an anchor is not allowed in an instrument',
    ]));

  it('of clauses are said of what is agreed, and not of the terms of flows alone', () => {
    const { clauses: _none, ...bare } = mou;
    expect(messages(compileDocument(bare, products))).toEqual([]);
    expect(messages(compileAgreed(bare, products))).toHaveLength(29);
    expect(messages(compileAgreed({ ...bare, timezone: 'x' }, products))).toHaveLength(30);
  });
});

describe('a printed fault', () => {
  const fault = { line: 3, column: 5, message: 'unknown purpose X', suggestion: 'did you mean Y?', clause: 3 };
  const { clause: _clause, ...ofNone } = fault;

  it.each([
    [fault, 'mou.yaml:3:5 clause 3: unknown purpose X (did you mean Y?)'],
    [{ ...fault, suggestion: null }, 'mou.yaml:3:5 clause 3: unknown purpose X'],
    [ofNone, 'mou.yaml:3:5 unknown purpose X (did you mean Y?)'],
  ])('%j', (error, line) => expect(printErrors('mou.yaml', { errors: [error] })).toBe(line));

  it('has a line of its own', () => expect(printErrors('a', { errors: [ofNone, ofNone] }).split('\n')).toHaveLength(2));
});
