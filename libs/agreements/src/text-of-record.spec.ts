// What the agencies have read is what is compiled: every instrument, against the text that lies beside it for a lawyer.
import { describe, expect, it } from '@jest/globals';
import { instrumentIds, loadInstrumentSource, loadProducts, readContract } from '@gatehouse/contracts';
import { compileInstrument, printErrors } from './compile.ts';

const products = loadProducts();

describe.each(instrumentIds())('%s compiles to what was read', (id) => {
  const { text, file } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, products);
  if ('errors' in result) throw new Error(printErrors(file, result));
  const { instrument } = result;

  it('as rules, byte for byte', () => {
    const [, ...rules] = readContract(`generated/instruments/${id}.cedar`).split('\n');
    expect(instrument.cedar).toBe(rules.join('\n'));
  });

  it('as terms, lanes and digest', () => {
    expect(instrument).toEqual(JSON.parse(readContract(`generated/instruments/${id}.json`)));
  });
});
