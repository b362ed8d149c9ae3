import { describe, expect, it } from '@jest/globals';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { compileDocument, compileInstrument } from './compile.ts';
import type { CompileError, CompiledInstrument } from './instrument.ts';

const products = loadProducts();
const mou = loadInstrumentSource('kz-prisons-police').text;

const compiled = (source: string): CompiledInstrument => {
  const result = compileInstrument(source, 'mou.yaml', products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};

const errors = (source: string): CompileError[] => {
  const result = compileInstrument(source, 'mou.yaml', products);
  return 'errors' in result ? result.errors : [];
};

/** The memorandum with one text in it replaced. */
const changed = (from: string, to: string): string => {
  if (!mou.includes(from)) throw new Error(`the memorandum does not hold ${from}`);
  return mou.replace(from, to);
};
const lineOf = (text: string, source = mou): number => source.slice(0, source.indexOf(text)).split('\n').length;

describe('the memorandum', () => {
  const instrument = compiled(mou);

  it('compiles to its flow, projection and lanes', () => {
    expect(instrument.flows.map(({ id }) => id)).toEqual([1, 2, 3].map((flow) => `kz-prisons-police@1/${flow}`));
    expect(instrument.flows[0]?.projection).toContain('subjects[].name');
    expect(instrument.flows[0]?.projection).not.toContain('sourceNote');
    expect(instrument.topics.map(({ kind, from, to }) => `${kind} ${from} ${to}`)).toEqual([
      'data kz-prison-service kz-police',
      'data kz-prison-service kz-police',
      'receipts kz-police kz-prison-service',
    ]);
  });

  it('compiles to the same bytes each time, and to others when a word of it changes', () => {
    expect(compiled(mou)).toEqual(instrument);
    expect(compiled(changed('Article 5', 'Article 6')).sha256).not.toBe(instrument.sha256);
    expect(compiled(changed('      - where\n', '')).cedar).not.toBe(instrument.cedar);
  });

  it('compiles alike when it comes parsed', () => {
    const { cedar: _cedar, topics: _topics, sha256: _sha256, flows, ...rest } = instrument;
    const document = { ...rest, flows: flows.map(({ id: _id, projection: _projection, ...flow }) => flow) };
    expect(compileDocument(document, products)).toMatchObject({ instrument: { flows: instrument.flows } });
  });
});

describe('an error names its line, and what to write instead', () => {
  const wrong: [string, string, string, string, string | null][] = [
    ['an unknown key', '    onward:', '    onwards:', 'unknown key onwards', 'did you mean onward?'],
    ['a field the product lacks', '- whatToDo', '- whatToDoo', 'has no field whatToDoo', 'did you mean whatToDo?'],
    [
      'a flow naming no party',
      'consumers: [kz-police]',
      'consumers: [kz-polise]',
      'no party',
      'did you mean kz-police?',
    ],
    ['an unknown purpose', '[INVESTIGATE,', '[INVESTIGAT,', 'unknown purpose', 'did you mean INVESTIGATE?'],
    ['an unknown category', '[SUSPECT,', '[SUSPEKT,', 'unknown subject category', 'did you mean SUSPECT?'],
    ['an unknown vetting level', 'vetting: L1', 'vetting: L7', 'unknown vetting level', 'did you mean L0?'],
    ['an unknown product', 'intelligence-alert.v1', 'intelligence-alarm.v1', 'unknown product', null],
    ['an unknown condition of onward', 'originator-consent', 'originator-konsent', 'must be equal', null],
    ['an unknown time zone', 'Asia/Almaty', 'Asia/Almata', 'unknown time zone', 'an IANA name such as Asia/Almaty'],
    ['a period that is none', 'destroy: P5Y', 'destroy: five years', 'no ISO 8601 period', 'for example P12M'],
    ['an acknowledgement nobody keeps', 'acknowledge: PT24H', 'acknowledge: PT25H', 'no acknowledgement period', null],
    ['a day that is none', 'from: 2026-01-01', 'from: 2026-02-30', 'must match format "date"', null],
    [
      'a kind that is none',
      'instrument: agreement',
      'instrument: agreemnt',
      'must be equal',
      'did you mean agreement?',
    ],
  ];

  it.each(wrong)('%s', (_what, from, to, message, suggestion) => {
    const source = changed(from, to);
    const [error] = errors(source);
    expect(error?.line).toBe(lineOf(to, source));
    expect(error?.column).toBeGreaterThan(0);
    expect(error?.message).toContain(message);
    if (suggestion) expect(error?.suggestion).toBe(suggestion);
  });

  it('a term that runs backwards', () => {
    const [error] = errors(changed('to: 2028-12-31', 'to: 2025-12-31'));
    expect(error).toMatchObject({ line: lineOf('term:'), suggestion: 'swap the days' });
  });

  it('a flow that stands twice, although its fields differ', () => {
    const [first = ''] = mou.slice(mou.indexOf('  - title: Intelligence alerts')).split('\n  - title: ');
    const end = mou.indexOf('\n# Everything below');
    const twice = `${mou.slice(0, end)}\n${first.replace('      - where\n', '')}${mou.slice(end)}`;
    expect(errors(twice)[0]).toMatchObject({ line: mou.slice(0, end).split('\n').length + 1 });
    expect(errors(twice)[0]?.message).toContain('says again');
  });

  it('a missing key', () => {
    expect(errors(changed('    juvenile: false\n', ''))[0]).toMatchObject({ suggestion: 'add juvenile:' });
  });

  it('its state, which is not part of the text', () => {
    expect(errors(`state: IN_FORCE\n${mou}`)[0]).toMatchObject({ line: 1, column: 1 });
  });

  it('a key that stands twice', () => {
    expect(errors(`${mou}version: 2\n`)[0]?.line).toBe(mou.split('\n').length);
  });
});

describe('what is refused before it is read', () => {
  it('more than 256 KiB', () => {
    expect(errors(`# ${'x'.repeat(256 * 1024)}\n${mou}`)[0]?.message).toContain('262144 are allowed');
  });

  it('anchors and aliases', () => {
    expect(errors(changed('[kz-police]', '&p [kz-police]'))[0]?.message).toContain('an anchor');
    expect(errors(`a: &a [1]\nb: *a\n`).map(({ line }) => line)).toEqual([1, 2]);
  });

  it('a bomb of aliases, at once', () => {
    const levels = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`);
    expect(errors(`l0: &l0 x\n${levels.join('\n')}\n`).length).toBeGreaterThan(0);
  });

  it('deep nesting', () => {
    expect(errors('['.repeat(100_000))[0]?.message).toContain('nested deeper');
    expect(errors(Array.from({ length: 500 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')).length).toBeGreaterThan(0);
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a\n'],
    ['two documents', `${mou}\n---\n${mou}`],
    ['a tag', changed('id: kz-prisons-police', 'id: !!binary a3o=')],
    ['a key of the prototype', `__proto__: { instrument: statute }\n${mou}`],
    ['tabs and noise', '\t\u0000{{{'],
  ])('%s', (_what, source) => expect(errors(source).length).toBeGreaterThan(0));
});
