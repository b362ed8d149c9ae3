// Faults of form, as they are said: each with its place, its clause and what to write instead.
import { describe, expect, it } from '@jest/globals';
import { loadInstrumentSource } from '@gatehouse/contracts';
import { parse } from 'yaml';
import { noPositions, readDocument } from './document.ts';
import type { InstrumentDocument } from './instrument.ts';
import { checkShape, spoken } from './shape-check.ts';

const { text } = loadInstrumentSource('kz-prisons-police');
const mou = parse(text, { schema: 'core' }) as InstrumentDocument;

const told = (document: unknown) =>
  checkShape(document, noPositions).map(({ pointer, clause, message, suggestion }) => [
    pointer,
    clause,
    message,
    suggestion,
  ]);
const ofHead = (more: object) => told({ ...mou, ...more });
const ofFlow = (more: object) => told({ ...mou, flows: [mou.flows[0], { ...mou.flows[1], ...more }] });
const ofClause = (number: number, more: object) =>
  told({ ...mou, clauses: mou.clauses!.map((one) => (one.clause === number ? { ...one, ...more } : one)) });
const without = (whole: object, key: string) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));

it('nothing is said of a good form', () => expect(told(mou)).toEqual([]));

describe('a key that nobody knows', () => {
  it('is said with the one that was meant, and its clause', () =>
    expect(ofFlow({ onwards: 'allowed' })).toEqual([
      ['/flows/1/onwards', 9, 'unknown key onwards in flows[1]', 'did you mean onward?'],
    ]));

  it('is said with all there are where none is near', () => {
    const [[pointer, clause, message, suggestion] = []] = ofHead({ colour: 'red' });
    expect([pointer, clause, message]).toEqual(['/colour', undefined, 'unknown key colour in the document']);
    expect(suggestion).toMatch(/^one of id, version, instrument, .*clauses$/);
  });

  it('is said once where the key that is missing is the one that was meant', () => {
    const misspelt = { ...without(mou.flows[1]!, 'onward'), onwards: 'allowed' };
    expect(told({ ...mou, flows: [misspelt] }).map(([, , message]) => message)).toEqual([
      'unknown key onwards in flows[0]',
    ]);
  });

  it('hides no key that is missing elsewhere, or that was not meant', () => {
    const elsewhere = { ...mou, flows: [{ ...mou.flows[0], onwards: 'x' }, without(mou.flows[1]!, 'onward')] };
    expect(told(elsewhere).map(([, , message]) => message)).toEqual([
      'unknown key onwards in flows[0]',
      'onward is missing in flows[1]',
    ]);
    const other = { ...without(mou.flows[1]!, 'onward'), somethingElse: 'x' };
    const said = told({ ...mou, flows: [other] }).map(([, , message]) => message);
    expect(new Set(said)).toEqual(new Set(['onward is missing in flows[0]', 'unknown key somethingElse in flows[0]']));
  });

  it('is pointed at, whatever is in its name', () =>
    expect(ofHead({ 'a/b~c': 1 })[0]?.slice(0, 1)).toEqual(['/a~1b~0c']));
});

describe('a key that is missing', () => {
  it('is said where it is missing, with its clause', () => {
    expect(told({ ...mou, flows: [without(mou.flows[0]!, 'retain')] })).toEqual([
      ['/flows/0', 12, 'retain is missing in flows[0]', 'add retain:'],
    ]);
    expect(told(without(mou, 'parties'))).toEqual([['', 1, 'parties is missing in the document', 'add parties:']]);
  });
});

describe('a value that is none', () => {
  it.each([
    [{ instrument: 'agreemnt' }, '/instrument', undefined, 'did you mean agreement?'],
    [{ version: 0 }, '/version', undefined, null],
    [{ term: { from: '2026-02-30', to: '2028-12-31' } }, '/term/from', 26, null],
    [{ id: 'Kz Prisons' }, '/id', undefined, 'for example kz-police'],
    [{ parties: [] }, '/parties', 1, null],
  ])('%j', (more, pointer, clause, suggestion) => {
    const [[at, of, message, way] = []] = ofHead(more);
    expect([at, of, way]).toEqual([pointer, clause, suggestion]);
    expect(message).toMatch(new RegExp(`^${pointer.slice(1).replaceAll('/', '.')} must `));
  });

  it('is said in words where a pattern has a title', () => {
    expect(ofClause(20, { rule: { ...mou.clauses![19]!.rule, noticeWithin: '72 hours' } })).toEqual([
      [
        '/clauses/19/rule/noticeWithin',
        20,
        'clauses[19].rule.noticeWithin must be an ISO 8601 period',
        'for example PT72H',
      ],
    ]);
    expect(ofHead({ id: 'Kz' })[0]?.[2]).toBe('id must be a name in small letters, digits and hyphens');
  });

  it('of a closed list is said with what there is', () => {
    const [[, , message, suggestion] = []] = ofFlow({ onward: 'perhaps not at all' });
    expect(message).toMatch(/^flows\[1\]\.onward must be equal to one of the allowed values$/);
    expect(suggestion).toBe('one of allowed, originator-consent, forbidden');
  });

  it('of another type is said by its type', () => {
    expect(ofFlow({ purposes: 'INVESTIGATE' })).toEqual([
      ['/flows/1/purposes', 3, 'flows[1].purposes must be array', null],
    ]);
    expect(told(null)).toEqual([['', undefined, 'the document must be object', null]]);
    expect(told('text').map(([, , message]) => message)).toEqual(['the document must be object']);
  });

  it('of a clause is said once, and names the clause by its own number', () => {
    expect(ofClause(9, { rule: { consentWithin: 'PT48H', silence: 'refuse' } })).toEqual([
      [
        '/clauses/8/rule/consentWithin',
        9,
        'clauses[8].rule.consentWithin must be equal to one of the allowed values',
        'did you mean PT24H?',
      ],
    ]);
  });
});

it('every fault has its line where the text has lines', () => {
  const bad = text.replace('    onward:', '    onwards:').replace('vetting: L1', 'vettin: L1');
  const read = readDocument(bad);
  if ('errors' in read) throw new Error('unread');
  const at = (word: string): number => bad.slice(0, bad.indexOf(word)).split('\n').length;
  expect(checkShape(read.document, read.positions).map(({ line, column }) => [line, column])).toEqual(
    expect.arrayContaining([
      [at('    onwards:'), 5],
      [at('vettin: L1'), expect.any(Number)],
    ]),
  );
});

it.each([
  [[], 'the document'],
  [['flows'], 'flows'],
  [['flows', 0, 'person', 'roles', 12], 'flows[0].person.roles[12]'],
])('the place %j is spoken as %s', (path, words) => expect(spoken(path)).toBe(words));
