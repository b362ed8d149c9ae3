// A compact agreement of a case as agencies would sign it: with the words and clauses of the sample of its
// name, or else of the police memorandum, which decide nothing here.
import { instrumentIds, loadInstrumentSource, type InstrumentSource } from '@gatehouse/contracts';
import { parse } from 'yaml';
import type { CaseAgreement } from '../cases/need-to-know-case.ts';

interface Sample {
  parties: { id: string }[];
  clauses: object[];
  legalBasis: { id: string }[];
}

type Compact = Pick<CaseAgreement, 'id' | 'version' | 'timezone' | 'term' | 'instrument' | 'parties' | 'flows'>;

const USUAL = 'kz-prisons-police';
const sampleOf = (id: string): Sample =>
  parse(loadInstrumentSource(instrumentIds().includes(id) ? id : USUAL).text) as Sample;

export const writtenOut = ({ id, version, timezone, term, instrument, parties, flows }: Compact): InstrumentSource => {
  const sample = sampleOf(id);
  const { legalBasis } = sample;
  const basis = legalBasis.map((law) => law.id);
  const whole = {
    id,
    version,
    instrument,
    timezone,
    term,
    parties,
    legalBasis,
    flows: flows.map((flow) => ({ ...flow, basis, special: false, grading: gradingOf(flow) })),
    clauses: asTheirs(sample, parties, term),
  };
  return { file: `${id}.json`, text: JSON.stringify(whole) };
};

const gradingOf = ({ fields }: Compact['flows'][number]): object => ({
  each: fields.some((field) => field.startsWith('paragraphs')) ? 'paragraph' : 'basis',
  scales: ['3x5x2', 'EUP'],
});

/** The sample's clauses, with the parties and the term of the case where they name theirs. */
const asTheirs = (sample: Sample, parties: Compact['parties'], { to }: Compact['term']): unknown => {
  const own = JSON.stringify(sample.clauses).replaceAll(/"reviewBy":"[\d-]+"/g, `"reviewBy":"${to}"`);
  return JSON.parse(
    sample.parties.reduce((all, { id }, n) => all.replaceAll(`"${id}"`, `"${parties[n]?.id ?? id}"`), own),
  );
};
