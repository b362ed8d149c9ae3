// Terms that no instrument in force uses yet, asked of Cedar: what a rule says, and not how it is written.
import { describe, expect, it } from '@jest/globals';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { parse } from 'yaml';
import { loadInstrumentSource, loadProducts, policySchema } from '@gatehouse/contracts';
import { compileDocument } from './compile.ts';
import type { InstrumentDocument, Flow } from './instrument.ts';

const FLOW = 'kz-prisons-police@1/1';
const document = parse(loadInstrumentSource('kz-prisons-police').text) as InstrumentDocument;

/** The rules of the memorandum's first flow, alone in it, with some of its terms changed. */
const rulesWith = (terms: Partial<Flow>): Record<string, string> => {
  const flows = [{ ...document.flows[0]!, ...terms }];
  const result = compileDocument({ ...document, flows }, loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  const parts = cedar.policySetTextToParts(result.instrument.cedar);
  if (parts.type === 'failure') throw new Error(JSON.stringify(parts.errors));
  return Object.fromEntries(
    parts.policies.map((policy) => [/^@id\("(?:\S+ )?(.*)"\)/m.exec(policy)?.[1] ?? '', policy]),
  );
};

/** Whether one rule speaks of a question. A rule that errs is a failure of the test. */
const speaks = (rule: string | undefined, context: object, action = 'open'): boolean => {
  const answer = cedar.isAuthorized({
    principal: { type: 'Gatehouse::Party', id: 'kz-police' },
    action: { type: 'Gatehouse::Action', id: action },
    resource: { type: 'Gatehouse::Product', id: 'any' },
    context: { flow: FLOW, ...context } as cedar.Context,
    policies: { staticPolicies: { rule: rule ?? '' } },
    entities: ASKS,
  });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  expect(answer.response.diagnostics.errors).toEqual([]);
  return answer.response.diagnostics.reason.length > 0;
};

const ASKS: cedar.Entities = ['open', 'onward', 'field', 'conclude'].map((id) => ({
  uid: { type: 'Gatehouse::Action', id },
  attrs: {},
  parents: ['open', 'onward'].includes(id) ? [{ type: 'Gatehouse::Action', id: 'ask' }] : [],
}));

describe('consent of the person', () => {
  const rule = rulesWith({ consent: 'REFERRAL' })['consent'];

  it('refuses about whoever has not given it, and says so to him alone', () => {
    expect(speaks(rule, { subject: { consents: [] } })).toBe(true);
    expect(speaks(rule, { subject: { consents: ['RESEARCH'] } })).toBe(true);
    expect(speaks(rule, { subject: { consents: ['REFERRAL'] } })).toBe(false);
    expect(rule).toContain('@reason("CONSENT_MISSING")');
    expect(rule).toContain('@step("4")');
    expect(rule).toContain('@subject("yes")');
    expect(rule).not.toContain('@conceals');
  });

  it('is not asked where the flow does not need it, of nobody, and under another flow', () => {
    expect(rulesWith({})['consent']).toBeUndefined();
    expect(speaks(rule, {})).toBe(false);
    expect(speaks(rule, { flow: 'another', subject: { consents: [] } })).toBe(false);
  });
});

describe('juvenile matters', () => {
  const juvenile = { subject: { juvenileAtConduct: true } };
  const rule = rulesWith({ juvenile: { desk: 'juvenile-desk' } })['juvenile'];

  it('are read by the desk named and nobody else', () => {
    expect(speaks(rule, { ...juvenile, caller: { unit: 'juvenile-desk' } })).toBe(false);
    expect(speaks(rule, { ...juvenile, caller: { unit: 'another-desk' } })).toBe(true);
    expect(speaks(rule, { ...juvenile, caller: {} })).toBe(true);
  });

  it('are read by nobody where no desk is named', () => {
    const closed = rulesWith({ juvenile: false })['juvenile'];
    expect(speaks(closed, { ...juvenile, caller: { unit: 'juvenile-desk' } })).toBe(true);
    expect(speaks(closed, { subject: { juvenileAtConduct: false }, caller: {} })).toBe(false);
  });
});

describe('abroad', () => {
  const at = (country: string) => ({ item: { country: 'KZ' }, caller: { country } });

  it('goes what the flow names, and what stays at home', () => {
    const rule = rulesWith({ foreign: { countries: ['KG'] } })['foreign'];
    expect([at('KG'), at('UZ'), at('KZ')].map((context) => speaks(rule, context))).toEqual([false, true, false]);
  });

  it('goes nothing where the flow names no country', () => {
    const rule = rulesWith({ foreign: false })['foreign'];
    expect([at('KG'), at('KZ')].map((context) => speaks(rule, context))).toEqual([true, false]);
    expect(speaks(rule, { caller: { country: 'KG' } })).toBe(false);
  });
});

describe('onward sharing', () => {
  const ruled = (onward: Flow['onward']): string[] =>
    Object.keys(rulesWith({ onward }))
      .filter((id) => id.includes('onward'))
      .toSorted();

  it('is free, asked for or forbidden', () => {
    expect(ruled('allowed')).toEqual([]);
    expect(ruled('originator-consent')).toEqual(['onward', 'onward out of time']);
    expect(ruled('forbidden')).toEqual(['obliges, onward sharing', 'onward']);
  });

  it('waits for the originator until the time is out', () => {
    const rules = rulesWith({ onward: 'originator-consent' });
    const waiting = (hoursWaiting: number, consents: string[] = []) => {
      const context = { item: { originator: 'kz-prison-service' }, request: { hoursWaiting, consents } };
      return ['onward', 'onward out of time'].map((id) => speaks(rules[id], context, 'onward'));
    };
    expect(waiting(71)).toEqual([true, false]);
    expect(waiting(72)).toEqual([false, true]);
    expect(waiting(71, ['kz-police'])).toEqual([true, false]);
    expect(waiting(0, ['kz-prison-service'])).toEqual([false, false]);
    expect(waiting(99, ['kz-prison-service'])).toEqual([false, false]);
  });
});

describe('the person', () => {
  const person = (context: object) => ({ question: 'open', caller: { person: 'po-aidos', ...context } });

  it('is nobody where no role is named', () => {
    const terms = document.flows[0]!.person;
    const rule = rulesWith({ person: { ...terms, roles: [] } })['roles'];
    expect(speaks(rule, person({ roles: ['police-liaison'] }))).toBe(true);
    expect(speaks(rule, { question: 'publish', caller: {} })).toBe(false);
    const liaison = rulesWith({})['roles'];
    expect(speaks(liaison, person({ roles: ['police-liaison'] }))).toBe(false);
    expect(speaks(liaison, person({ roles: ['clerk'] }))).toBe(true);
  });

  it.each([
    ['L0', []],
    ['L1', [-1, 0]],
    ['L3', [-1, 0, 1, 2]],
  ] as const)('vetted %s: lower than that is too low', (vetting, low) => {
    const rule = rulesWith({ person: { ...document.flows[0]!.person, vetting } })['vetting'];
    const refused = [-1, 0, 1, 2, 3].filter((level) => rule && speaks(rule, person({ vetting: level })));
    expect(refused).toEqual(low);
  });
});

it.each([
  [['alertId'], [true, false]],
  [[], [false, false]],
])('shows of the fields %j those and no others', (fields, shown) => {
  const rule = rulesWith({ fields })['fields'];
  expect(['alertId', 'nature'].map((path) => !speaks(rule, { path }, 'field'))).toEqual(shown);
});

it.each([
  ['PT15M', 'ACK_15M'],
  ['PT30M', 'ACK_30M'],
  ['PT4H', 'ACK_4H'],
  ['PT24H', 'ACK_24H'],
  ['P1D', 'ACK_24H'],
  ['PT72H', 'ACK_72H'],
  ['P3D', 'ACK_72H'],
])('an acknowledgement within %s is the obligation %s', (acknowledge, obligation) => {
  const rule = rulesWith({ acknowledge })['obliges, acknowledge'];
  expect(rule).toContain(`@obligations("${obligation}")`);
  expect([true, false].map((permitted) => speaks(rule, { permitted }, 'conclude'))).toEqual([true, false]);
});

it('a referral that ends is destroyed ninety days later, and says so', () => {
  const { review } = document.flows[0]!.retain;
  const rule = rulesWith({ retain: { review, destroy: 'END_OF_REFERRAL+P90D' } })['obliges, retention'];
  expect(rule).toContain('@obligations("DESTROY_BY_END_OF_REFERRAL_90D")');
  expect(rulesWith({})['obliges, retention']).toBeUndefined();
});

it('fits the schema also where it names no role and no field', () => {
  const rules = rulesWith({ fields: [], person: { ...document.flows[0]!.person, roles: [] } });
  const answer = cedar.validate({ schema: policySchema(), policies: { staticPolicies: rules } });
  expect(answer).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] });
});
