// A question that is permitted, for specs to change one thing of: an alert under the police memorandum.
import { parse } from 'yaml';
import { compileDocument, type CompiledInstrument, type ProductCatalogue } from '@gatehouse/agreements';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import type { Bundle } from './bundle.ts';
import type { ItemFacts, Question } from './question.ts';

export const products: ProductCatalogue = loadProducts();

/** The terms of the police memorandum, with parts of its text replaced: as another kind of instrument it need not be whole. */
export const memorandum = (changes: [from: string, to: string][] = []): CompiledInstrument => {
  const { text } = loadInstrumentSource('kz-prisons-police');
  const document: unknown = parse(changes.reduce((source, [from, to]) => source.replaceAll(from, to), text));
  const result = compileDocument(document, products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};

export const bundleWith = (...instruments: Bundle['instruments']): Bundle => ({
  version: 1,
  issuedAt: '2026-11-23T08:59:40Z',
  maxAgeSeconds: 900,
  instruments,
  parties: [],
});

export const inForce: Bundle = bundleWith({ state: 'IN_FORCE', compiled: memorandum() });

export const alert: ItemFacts = {
  id: 'alert-1',
  product: 'prison-intelligence.intelligence-alert.v1',
  originator: 'kz-prison-service',
  publishedAt: '2026-11-20T06:00:00Z',
  underVersions: { 'kz-prisons-police': 1 },
  caseRef: 'KZ-2026-114',
  priority: 'ROUTINE',
  subjects: [{ ref: 'P1', role: 'MAIN' }],
  handling: { code: 'P', conditions: [] },
  markers: [],
  reviewBy: '2027-05-31',
  destroyBy: null,
  payload: {
    alertId: 'AL-1',
    type: 'RECRUITMENT_ACTIVITY',
    priority: 'ROUTINE',
    reportUrns: ['URN-1'],
    subjects: [{ ref: 'P1', name: 'Daniyar Omarov', aliases: [], role: 'MAIN' }],
    nature: 'Seeks out younger prisoners.',
    whatToDo: 'Tell the case officer.',
    ackWithin: 'PT24H',
    validUntil: '2027-02-18T06:00:00Z',
    sourceNote: 'a man on the same landing',
  },
};

export const question: Question = {
  now: '2026-11-23T09:00:00Z',
  caller: {
    agency: 'kz-police',
    person: 'po-aidos',
    roles: ['police-liaison'],
    unit: 'almaty-ct-desk',
    vetting: 'L2',
    training: [{ course: 'handling-intelligence', until: '2027-06-30T18:59:59Z' }],
    assignments: [{ case: 'KZ-2026-114', from: '2026-09-01T00:00:00Z', until: null }],
    conflicts: [],
    chain: [],
  },
  request: {
    question: 'open',
    path: 'http',
    purpose: 'INVESTIGATE',
    caseRef: 'KZ-2026-114',
    justification: 'Open investigation.',
  },
  item: alert,
  subjects: [{ ref: 'P1', category: 'SUSPECT', cases: ['KZ-2026-114'] }],
  bundle: { ageSeconds: 20, maxAgeSeconds: 900, verified: true },
};

type Change<T> = { [K in keyof T]?: T[K] };

/** The permitted question with parts of it replaced. */
export const asked = (change: {
  now?: string;
  caller?: Change<Question['caller']>;
  request?: Change<Question['request']>;
  item?: Change<ItemFacts> | null;
  subject?: Change<Question['subjects'][number]>;
  bundle?: Change<Question['bundle']>;
  rest?: Change<Question>;
}): Question => ({
  ...question,
  now: change.now ?? question.now,
  caller: { ...question.caller, ...change.caller },
  request: { ...question.request, ...change.request },
  item: change.item === null ? null : { ...alert, ...change.item },
  subjects: question.subjects.map((subject) => ({ ...subject, ...change.subject })),
  bundle: { ...question.bundle, ...change.bundle },
  ...change.rest,
});
