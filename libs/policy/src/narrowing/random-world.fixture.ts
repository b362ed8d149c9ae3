// Random worlds for lists: the instruments in random states, random rules added to them, somebody who asks, and items.
import type { CompiledInstrument } from '@gatehouse/agreements';
import { listContracts, readContract } from '@gatehouse/contracts';
import type { Bundle, BundleInstrument } from '../bundle.ts';
import type { ItemFacts, Question, SubjectFacts } from '../question.ts';
import { bundleWith } from '../question.fixture.ts';
import { randomRule, WORDS, type Dice } from './random-rule.fixture.ts';

export const PRODUCTS = ['intelligence-alert', 'intelligence-report', 'correction'].map(
  (name) => `prison-intelligence.${name}.v1`,
);

const INSTRUMENTS = listContracts('generated/instruments', '.json')
  .map((file) => JSON.parse(readContract(file)) as Partial<CompiledInstrument>)
  .filter((one): one is CompiledInstrument => one.cedar !== undefined && one.flows !== undefined);

const LONG_AGO = '2025-01-01T00:00:00Z';

/** The next version of an instrument: its flows renamed, and rules of its own. */
const amended = (dice: Dice, compiled: CompiledInstrument): CompiledInstrument => {
  const next = JSON.parse(
    JSON.stringify(compiled).replaceAll(`${compiled.id}@1`, `${compiled.id}@2`),
  ) as typeof compiled;
  return { ...next, version: 2, cedar: `${next.cedar}\n${rulesFor(dice, { ...next, version: 2 })}` };
};

const rulesFor = (dice: Dice, { id, version, flows }: CompiledInstrument): string =>
  Array.from({ length: dice.upTo(4) }, (_, n) =>
    randomRule(dice, `${id} ${version} random ${n}`, [...flows.map((flow) => flow.id), null]),
  ).join('\n');

const instrument = (dice: Dice, given: CompiledInstrument, changed: string): BundleInstrument => {
  // To read a text takes a tenth of a second, unless it was read before.
  if (given.id !== changed) return { state: dice.often() ? 'IN_FORCE' : 'SUSPENDED', compiled: given };
  const compiled = { ...given, cedar: `${given.cedar}\n${rulesFor(dice, given)}` };
  const state = dice.often() ? 'IN_FORCE' : dice.one(['SUSPENDED', 'EXPIRED', 'DRAFT']);
  const suspensions = dice.often()
    ? []
    : [
        {
          by: 'kz-police',
          freezePriorCopies: dice.often(),
          scope: { kind: 'party' as const, party: dice.one(WORDS.agency) },
        },
      ];
  if (dice.often()) return { state, suspensions, compiled };
  const next = amended(dice, given);
  const history = [
    { version: 1, effectiveFrom: LONG_AGO, compiled },
    { version: 2, effectiveFrom: dice.one(['2026-10-01T00:00:00Z', '2027-10-01T00:00:00Z']), compiled: next },
  ];
  return { state, suspensions, compiled: next, history };
};

export const randomBundle = (dice: Dice): Bundle => {
  const changed = dice.often() ? 'kz-prisons-police' : 'kz-corrections';
  return bundleWith(...INSTRUMENTS.map((one) => instrument(dice, one, changed)));
};

/** Who asks to list; about no product yet. */
export const randomAsker = (dice: Dice): Question => ({
  now: dice.one(['2026-11-23T09:00:00Z', '2026-11-22T18:59:59Z', '2027-06-01T00:00:00Z']),
  caller: {
    agency: dice.often() ? 'kz-police' : dice.one(WORDS.agency),
    person: dice.one(WORDS.name),
    roles: [
      dice.one(['police-liaison', 'ct-investigator', 'duty-officer', 'governor']),
      ...dice.some(['duty-officer']),
    ],
    unit: dice.one(WORDS.name),
    vetting: dice.often() ? 'L3' : dice.one(['L0', 'L1', null]),
    training: dice.often() ? [{ course: 'handling-intelligence', until: '2027-06-30T00:00:00Z' }] : [],
    assignments: (dice.often() ? WORDS.case : dice.some(WORDS.case)).map((name) => ({
      case: name,
      from: dice.often() ? '2026-01-01T00:00:00Z' : '2026-12-01T00:00:00Z',
      until: dice.often() ? null : dice.one(['2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z']),
    })),
    conflicts: dice.often() ? [] : dice.some(WORDS.name),
    chain: dice.often() ? [] : dice.some(WORDS.name),
    ...(dice.often() ? {} : { country: dice.one(['KZ', 'XX']) }),
    ...(dice.rarely() && { tokenAgency: 'kz-probation' }),
  },
  request: {
    question: 'list',
    path: 'http',
    purpose: dice.often() ? 'PREVENT_SERIOUS_HARM' : dice.one(['INVESTIGATE', 'OVERSIGHT', 'SUBJECT_RIGHTS']),
    justification: '',
    ...(dice.often() ? {} : { caseRef: dice.one(WORDS.case) }),
  },
  item: null,
  subjects: [],
  bundle: { ageSeconds: dice.often() ? 20 : 2_000, maxAgeSeconds: 900, verified: !dice.rarely() },
});

const subject = (dice: Dice, ref: string): SubjectFacts => ({
  ref,
  category: dice.often() ? 'SUSPECT' : dice.one(['CONVICTED', 'VICTIM', 'PERSON_WITH_INFORMATION']),
  cases: dice.some(WORDS.case),
  ...(dice.rarely() && { juvenile: { age: 16, atConduct: dice.often() } }),
  ...(dice.rarely() && { sealed: { since: dice.one(WORDS.day) } }),
  ...(dice.rarely() && { limitedAccess: { allow: dice.some(WORDS.name) } }),
  ...(dice.rarely() && { acquitted: { case: dice.one(WORDS.case), final: dice.often(), at: '2026-11-01T00:00:00Z' } }),
  ...(dice.rarely() && { confidentialSource: dice.often() }),
});

const handling = (dice: Dice): ItemFacts['handling'] => ({
  code: 'P',
  conditions: dice.often()
    ? []
    : dice.some(['NO_ONWARD', 'NAMED_RECIPIENTS', 'NO_FOREIGN', 'DESTROY_BY', 'UNHEARD_OF']).map((code) => ({
        code,
        ...(code === 'NAMED_RECIPIENTS' && { list: dice.some(WORDS.name) }),
        ...(code === 'DESTROY_BY' && { date: dice.one(WORDS.day) }),
      })),
});

const PAYLOAD = { alertId: 'AL-1', reportUrn: 'URN-1', correctionId: 'C-1', nature: 'Words.', priority: 'ROUTINE' };

export interface WorldItem {
  item: ItemFacts;
  subjects: SubjectFacts[];
}

export const randomItem = (dice: Dice, id: string): WorldItem => {
  const refs = dice.some(WORDS.name);
  const item: ItemFacts = {
    id,
    product: dice.one(PRODUCTS),
    originator: dice.often() ? 'kz-prison-service' : dice.one([...WORDS.agency, 'nobody-knows']),
    publishedAt: dice.one(['2026-09-01T00:00:00Z', '2026-11-20T00:00:00Z']),
    underVersions: dice.often() ? {} : { 'kz-prisons-police': 1 },
    caseRef: dice.often() ? null : dice.one(WORDS.case),
    priority: dice.one(WORDS.priority),
    subjects: refs.map((ref) => ({ ref, role: dice.often() ? 'MAIN' : 'OTHER' })),
    handling: handling(dice),
    ...(dice.often() && { grades: dice.some(WORDS.grade) }),
    ...(dice.often() && { violenceIndicator: dice.often() }),
    ...(dice.rarely() && { withdrawn: true }),
    markers: dice.often() ? [] : dice.some(WORDS.marker),
    reviewBy: dice.often() ? null : dice.one(WORDS.day),
    destroyBy: dice.often() ? null : dice.one(WORDS.day),
    ...(dice.rarely() && {
      derivedFrom: [{ id: 'part', handling: handling(dice), destroyBy: null, markers: dice.some(WORDS.marker) }],
    }),
    payload: { ...PAYLOAD, type: dice.one(WORDS.alertType) },
  };
  const subjects = refs.map((ref) => subject(dice, ref));
  // Of what is not of its form the decision is a refusal, and nothing may be left out for it wrongly.
  if (dice.rarely()) subjects.push(...refs.slice(0, 1).map((ref) => subject(dice, ref)));
  return { item, subjects };
};
