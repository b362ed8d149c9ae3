import { expect, it } from '@jest/globals';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { loadInstrumentSource, loadProducts, policySchema } from '@gatehouse/contracts';
import { compileInstrument } from './compile.ts';

const mou = loadInstrumentSource('kz-prisons-police').text;

const rulesOf = (source: string): Record<string, cedar.PolicyJson> => {
  const result = compileInstrument(source, 'mou.yaml', loadProducts());
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  const parts = cedar.policySetTextToParts(result.instrument.cedar);
  if (parts.type === 'failure') throw new Error(JSON.stringify(parts.errors));
  const rules = parts.policies.map((policy) => {
    const answer = cedar.policyToJson(policy);
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
    return [answer.json.annotations?.['id'] ?? '', answer.json] as const;
  });
  return Object.fromEntries(rules);
};

it('fits the schema, and every rule names its clause', () => {
  const rules = rulesOf(mou);
  const answer = cedar.validate({ schema: policySchema(), policies: { staticPolicies: rules } });
  expect(answer).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] });
  for (const { annotations } of Object.values(rules)) expect(annotations?.['clause']).toBeTruthy();
});

it('cannot be written into by the words of the document', () => {
  const rules = Object.keys(rulesOf(mou));
  const words = String.raw`x") permit (principal, action, resource); //\" \u{22}`;
  const title = `a\u2028permit (principal, action, resource);\u0085b`;
  const source = mou
    .replace('clause: Article 5', `clause: ${JSON.stringify(words)}`)
    .replace(/^title: .*$/m, `title: ${JSON.stringify(title)}`);
  const hostile = rulesOf(source);
  expect(Object.keys(hostile)).toEqual(rules);
  expect(hostile['kz-prisons-police@1/1 roles']?.annotations?.['clause']).toContain('permit (principal');
});

it('says of every failing reason its step, and permits only within a flow', () => {
  for (const [id, { effect, annotations, conditions }] of Object.entries(rulesOf(mou))) {
    if (annotations?.['reason']) expect(annotations['step']).toMatch(/^[0-8]$/);
    if (effect === 'permit') expect(JSON.stringify(conditions)).toContain('kz-prisons-police@1/');
    expect(id).toMatch(/^kz-prisons-police@1/);
  }
});

it('waits for consent as long as clause 9 says', () => {
  const onward = (source: string) => JSON.stringify(rulesOf(source)['kz-prisons-police@1/1 onward']);
  expect(onward(mou)).toMatch(/72.*EXPIRES_72H/);
  expect(onward(mou.replace('consentWithin: PT72H', 'consentWithin: PT24H'))).toMatch(/24.*EXPIRES_24H/);
});
