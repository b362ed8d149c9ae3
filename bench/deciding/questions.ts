// Twelve questions of a police officer about one alert, each with something else the matter, and a bundle with every instrument.
import { compileInstrument } from '@gatehouse/agreements';
import { instrumentIds, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import type { Question } from '@gatehouse/policy';
import { asked, bundleWith, question } from '@gatehouse/policy/sample-question';

export const products = loadProducts();

export const everyInstrument = () =>
  bundleWith(
    ...instrumentIds().map((id) => {
      const { text, file } = loadInstrumentSource(id);
      const result = compileInstrument(text, file, products);
      if ('errors' in result) throw new Error(`${id} does not compile`);
      return { state: 'IN_FORCE' as const, compiled: result.instrument };
    }),
  );

const named = { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS', list: ['somebody-else'] }] };

export const QUESTIONS: Question[] = [
  question,
  asked({ request: { purpose: 'PREVENT_SERIOUS_HARM' } }),
  asked({ caller: { roles: ['cook'] } }),
  asked({ caller: { training: [] } }),
  asked({ caller: { assignments: [] } }),
  asked({ caller: { vetting: 'L0' } }),
  asked({ request: { purpose: 'SENTENCE_MANAGEMENT' } }),
  asked({ request: { caseRef: null } }),
  asked({ subject: { category: 'WITNESS' } }),
  asked({ item: { reviewBy: '2026-11-01' } }),
  asked({ item: { withdrawn: true } }),
  asked({ item: { handling: named } }),
];
