// An amendment in plain words. What newly leaves is never missed: every single offer of the new text is looked up in the old one.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeLists, loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import { compileInstrument } from './compile.ts';
import { compareInstruments } from './difference.ts';
import type { CompiledFlow, CompiledInstrument } from './instrument.ts';

const products = loadProducts();
const mou = loadInstrumentSource('kz-prisons-police').text;

const compiled = (source: string): CompiledInstrument => {
  const result = compileInstrument(source, 'mou.yaml', products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
};
const before = compiled(mou);

const amended = (from: string, to: string): string[] => {
  if (!mou.includes(from)) throw new Error(`the memorandum does not hold ${from}`);
  return compareInstruments(before, compiled(mou.replace(from, to))).map(
    ({ effect, where, says }) => `${effect} | ${where} | ${says}`,
  );
};

const ALERTS = 'Intelligence alerts to the police liaison officers';

describe('an amendment', () => {
  it('that changes nothing but its version is no change', () => {
    expect(amended('version: 1', 'version: 2')).toEqual([]);
  });

  it.each([
    ['      - where\n', '', `narrows | ${ALERTS} | no longer shows the field where`],
    ['- whatToDo\n', '- whatToDo\n      - history\n', `widens | ${ALERTS} | also shows the field history`],
    [
      '[INVESTIGATE, P',
      '[PROSECUTE, INVESTIGATE, P',
      `widens | ${ALERTS} | may also be asked for the purpose PROSECUTE (bring and conduct a prosecution; a case reference is required)`,
    ],
    ['[police-liaison]', '[]', `narrows | ${ALERTS} | may no longer be read by police-liaison`],
    ['      - DISORDER\n', '', `narrows | ${ALERTS} | no longer covers DISORDER`],
    ['assignment: required', 'assignment: none', `widens | ${ALERTS} | assignment: none, was required`],
    ['vetting: L1', 'vetting: L2', `narrows | ${ALERTS} | vetting: L2, was L1`],
    [
      'training: [handling-intelligence]',
      'training: []',
      `widens | ${ALERTS} | no longer needs the training handling-intelligence`,
    ],
    [
      'onward: originator-consent',
      'onward: allowed',
      `widens | ${ALERTS} | onward disclosure: allowed, was originator-consent`,
    ],
    ['destroy: P5Y', 'destroy: P60M', `neutral | ${ALERTS} | destruction after: 60 months, was 5 years`],
    ['destroy: P5Y', 'destroy: P6Y', `widens | ${ALERTS} | destruction after: 6 years, was 5 years`],
    [
      'destroy: P5Y',
      'destroy: END_OF_SENTENCE+P2Y',
      `widens | ${ALERTS} | destruction after: 2 years after the end of sentence, was 5 years`,
    ],
    ['acknowledge: PT24H', 'acknowledge: null', `widens | ${ALERTS} | acknowledgement within: nothing, was 24 hours`],
    ['to: 2028-12-31', 'to: 2029-12-31', 'widens | the whole | ends on 31 December 2029, was 31 December 2028'],
    [
      'noticeWithin: PT72H',
      'noticeWithin: PT24H',
      'narrows | clause 20 (breach) | notice within: 24 hours, was 72 hours',
    ],
    [
      'reviewBy: 2027-01-01',
      'reviewBy: 2027-06-01',
      'widens | clause 26 (term and review date) | review by: 2027-06-01, was 2027-01-01',
    ],
    [
      'under: kz-threat-to-life',
      'under: kz-anything',
      'widens | clause 19 (emergencies) | under: kz-anything, was kz-threat-to-life',
    ],
    ['keep: P5Y', 'keep: P6Y', 'neutral | clause 18 (logging and audit) | keep: 6 years, was 5 years'],
    ['use: lead', 'use: evidence', 'widens | clause 11 (use in proceedings) | use: evidence, was lead'],
    ['[whole, party, category]', '[whole]', 'widens | clause 25 (suspension) | scopes: no longer party and category'],
    [
      'every: P3M',
      'every: P1Y',
      'widens | clause 7 (grading and accuracy) | the intelligence manager of kz-prison-service checks a sample of twenty reports for the quality of their grades: 1 year, was 3 months',
    ],
  ])('%j to %j', (from, to, says) => {
    expect(amended(from, to)).toEqual([says]);
  });

  it('of an instruction that its issuer alone may change from now on widens', () => {
    const { text } = loadInstrumentSource('kz-prison-instruction-7');
    const [all, alone] = [compiled(text.replace('approvedBy: issuer', 'approvedBy: every-party')), compiled(text)];
    expect(compareInstruments(all, alone)).toEqual([
      { effect: 'widens', where: 'clause 24 (amendment)', says: 'approved by: issuer, was every-party' },
    ]);
  });

  it('that adds a flow widens, and one that drops a flow narrows', () => {
    const [dropped, ...rest] = before.flows;
    const fewer = { ...before, flows: rest };
    expect(compareInstruments(before, fewer)).toEqual([
      { effect: 'narrows', where: dropped?.title, says: 'is no flow any more' },
    ]);
    expect(compareInstruments(fewer, before).map(({ effect }) => effect)).toEqual(['widens']);
  });
});

/** Every single thing a text offers: product, both ends, purpose, person, type, role and field. */
const offers = ({ flows }: CompiledInstrument): Set<string> =>
  new Set(
    flows.flatMap((flow) =>
      flow.consumers.flatMap((consumer) =>
        flow.purposes.flatMap((purpose) =>
          flow.subjectCategories.flatMap((category) =>
            (flow.alertTypes ?? Object.keys(codeLists.alertTypes)).flatMap((type) =>
              flow.person.roles.flatMap((role) =>
                flow.projection.map((path) =>
                  [flow.product, flow.producer, consumer, purpose, category, type, role, path].join(),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );

const some = (codes: string[]) => fc.subarray(codes, { minLength: 1 });
const flow = (base: CompiledFlow): fc.Arbitrary<CompiledFlow> =>
  fc
    .record({
      title: fc.constantFrom('first', 'second'),
      consumers: some(['kz-police', 'kz-probation']),
      purposes: some(['INVESTIGATE', 'SUPERVISE']),
      subjectCategories: some(['SUSPECT', 'CONVICTED']),
      projection: some(['nature', 'where', 'when']),
      alertTypes: fc.option(some(['ESCAPE', 'DISORDER']), { nil: undefined }),
      roles: some(['police-liaison', 'duty-officer']),
    })
    .map(({ roles, alertTypes, ...given }) => {
      const { alertTypes: _types, ...rest } = base;
      return { ...rest, ...given, ...(alertTypes && { alertTypes }), person: { ...base.person, roles } };
    });

const isWiderUnsaid = (was: CompiledInstrument, is: CompiledInstrument): boolean => {
  const old = offers(was);
  const wider = [...offers(is)].some((offer) => !old.has(offer));
  return wider && !compareInstruments(was, is).some(({ effect }) => effect === 'widens');
};

describe('what widens is never missed', () => {
  const [base] = before.flows;
  if (!base) throw new Error('no flow');
  const texts = fc.array(flow(base), { minLength: 1, maxLength: 3 }).map((flows) => ({ ...before, flows }));

  it('between any two texts', () => {
    fc.assert(
      fc.property(texts, texts, (was, is) => !isWiderUnsaid(was, is)),
      { numRuns: 300 },
    );
  });

  it.each(['consumers', 'purposes', 'subjectCategories', 'projection', 'alertTypes', 'person'] as const)(
    'where only %s of one flow change',
    (key) => {
      fc.assert(
        fc.property(texts, flow(base), (was, other) => {
          const [first, ...rest] = was.flows;
          if (!first) return true;
          const { [key]: _old, ...kept } = first;
          const changed = { ...kept, ...(other[key] && { [key]: other[key] }) } as CompiledFlow;
          return !isWiderUnsaid(was, { ...was, flows: [changed, ...rest] });
        }),
        { numRuns: 100 },
      );
    },
  );
});
