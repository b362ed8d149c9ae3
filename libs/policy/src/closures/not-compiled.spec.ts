// What the compiler does not know is refused by name before it is in use, and nothing is made of it.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import type { Environment } from './expression.ts';
import { compileRule, NotCompiled, readSchema, schemaForm, type SchemaForm } from './index.ts';
import { entityKey, EntityRef } from './value.ts';

const jsonOf = (text: string): PolicyJson => {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new Error(text);
  return answer.json;
};
const rule = jsonOf('permit (principal, action, resource);');
const compiled = (json: unknown) => () => compileRule({ ...rule, ...(json as PolicyJson) }, new Map());
const withBody = (body: unknown) => compiled({ conditions: [{ kind: 'when', body: body as Expr }] });
const entity = { type: 'T::Person', id: 'anna' };

describe('a rule is not compiled', () => {
  it.each([
    ['the function ip of 1', 'ip("10.0.0.1") == ip("10.0.0.2")'],
    ['the function decimal of 2', 'decimal("1.0", "2.0") == decimal("1.0")'],
    ['the function lessThan of 1', 'decimal("1.0").lessThan()'],
    ['the form hasTag', 'principal.hasTag("tag")'],
    ['the number 9007199254740992, which is not exact', 'context.n == 9007199254740993'],
    ['the number -9223372036854776000, which is not exact', 'context.n == -9223372036854775808'],
  ])('that has %s', (what, condition) =>
    expect(compiled(jsonOf(`permit (principal, action, resource) when { ${condition} };`))).toThrow(
      new NotCompiled(what),
    ),
  );

  it.each([
    ['the function constructor of 1', { constructor: [{ Value: 1 }] }],
    ['the form constructor', { constructor: { left: { Value: 1 }, right: { Value: 1 } } }],
    ['the variable weather', { Var: 'weather' }],
    ['the variable constructor', { Var: 'constructor' }],
    ['a literal', { Value: null }],
    ['a literal', { Value: [1] }],
    ['a literal', { Value: { __extn: { fn: 'datetime', arg: '2026-01-01' } } }],
    ['a literal', { Value: { __entity: { type: 'T::Person' } } }],
    ['a literal', { Value: { __entity: { id: 'anna' } } }],
  ])('that has %s', (what, body) => expect(withBody(body)).toThrow(new NotCompiled(what)));

  it.each([
    ['of its principal', { principal: { op: '==', slot: '?principal' } }],
    ['of its resource', { resource: { op: 'in', slot: '?resource' } }],
    ['of a group', { principal: { op: 'is', entity_type: 'T::Person', in: { slot: '?principal' } } }],
    ['of its action', { action: { op: '==', slot: '?action' } }],
  ])('whose words leave a slot open, %s', (_of, scope) => expect(compiled(scope)).toThrow(new NotCompiled('a slot')));
});

it.each([
  ['with its escape', { __entity: entity }],
  ['without', entity],
])('an entity is known %s', (_how, named) => {
  const { inScope } = compileRule({ ...rule, principal: { op: '==', entity: named } }, new Map());
  const asks = (id: string) => inScope({ principal: new EntityRef('T::Person', id) } as Environment);
  expect(['anna', 'berik'].map(asks)).toEqual([true, false]);
});

const SCHEMA = (attribute: string, thing = '') => `namespace T {
  entity Person;
  entity Thing ${thing};
  action see appliesTo { principal: Person, resource: Thing, context: { n: Long, ${attribute} } };
}`;

describe('a schema is not taken into use', () => {
  it.each([
    ['memberOfTypes of the entity T::Thing', SCHEMA('', 'in [Person]')],
    ['shape of the entity T::Thing', SCHEMA('', '{ name: String }')],
    ['tags of the entity T::Thing', SCHEMA('', 'tags String')],
    ['enum of the entity T::Thing', SCHEMA('', 'enum ["one", "two"]')],
    ['the type ipaddr', SCHEMA('at: ipaddr')],
    ['the type ipaddr', SCHEMA('at: Set<ipaddr>')],
    ['the type ipaddr', SCHEMA('at: { one: { other?: ipaddr } }')],
    ['the attribute __proto__', SCHEMA('"__proto__"?: Long')],
  ])('that has %s', (what, text) => expect(() => readSchema(schemaForm(text))).toThrow(new NotCompiled(what)));

  it('that is none', () => expect(() => schemaForm('namespace T { entity; }')).toThrow(NotCompiled));

  it.each([
    ['an open record', { type: 'Record', additionalAttributes: true }],
    ['the type constructor', { type: 'constructor' }],
    ['the type Set', { type: 'Set' }],
    ['the type Entity', { type: 'Entity' }],
    ['the type T::Nothing', { type: 'T::Nothing' }],
  ])('whose form has %s', (what, context) => {
    const appliesTo = { principalTypes: ['T::Person'], resourceTypes: ['T::Person'], context };
    const form: SchemaForm = { T: { entityTypes: { Person: {} }, actions: { see: { appliesTo } } } };
    expect(() => readSchema(form)).toThrow(new NotCompiled(what));
  });

  it('but is with what is only said beside it', () => {
    const form = schemaForm(SCHEMA('').replace('entity Person', '@doc("who asks") entity Person'));
    expect(Object.keys(form['T']!.entityTypes['Person']!)).toEqual(['annotations']);
    expect(readSchema(form).actions.has(entityKey('T::Action', 'see'))).toBe(true);
  });
});
