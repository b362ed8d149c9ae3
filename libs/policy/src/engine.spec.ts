// Cedar skips a forbid that errs and may then allow. Nothing that errs is ever an answer here.
import { describe, expect, it } from '@jest/globals';
import { Engine, type EngineSettings } from './engine.ts';
import { loadRule, PolicyFault } from './loaded-rule.ts';
import { loadRuleSet, type RuleSet } from './rule-set.ts';

const text = (purpose: string): string => `
  @id("any") permit (principal, action == Gatehouse::Action::"combine", resource);
  @id("none") @step("7") @reason("NO_FIELDS") forbid (principal, action == Gatehouse::Action::"combine", resource)
    when { context.question == "${purpose}" && context.disclosed == 0 };`;

const context = {
  question: 'open',
  refused: false,
  disclosed: 0,
  versionsDiffer: false,
  currentGivesMore: false,
  instrumentsDiffer: false,
  othersMasked: false,
  counted: false,
  smallNumbers: false,
  differencing: false,
};
const ENGINES: EngineSettings['decides'][] = ['cedar-wasm', 'closures'];

describe.each(ENGINES)('an answer of %s', (decides) => {
  const engine = new Engine({ decides, shadowed: 1 });
  const asked = (set: RuleSet, changes: object = {}) =>
    engine.ask(set, {
      principal: 'p',
      action: 'combine',
      resource: { type: 'Product', id: 'x' },
      context: { ...context, ...changes },
    });

  it('names the forbids that hold, or else the permits', () => {
    expect(asked(loadRuleSet([text('open')])).rules.map(({ id }) => id)).toEqual(['none']);
    expect(asked(loadRuleSet([text('open')]), { disclosed: 1 }).rules.map(({ id }) => id)).toEqual(['any']);
  });

  it.each([
    ['an attribute is missing', { disclosed: undefined }],
    ['an attribute is of another type', { disclosed: 'none' }],
    ['an attribute is not in the schema', { weather: 'fine' }],
    ['a number is not whole', { disclosed: 0.5 }],
  ])('is none when %s', (_what, changes) => {
    expect(() => asked(loadRuleSet([text('open')]), changes)).toThrow(PolicyFault);
  });

  it('is none when a rule errs while it is asked', () => {
    const set = loadRuleSet([text('open')]);
    const overflow = `@id("none") forbid (principal, action, resource)
      when { context.disclosed * 9007199254740991 * 9007199254740991 > 0 };`;
    const combine = { ...set.parts.combine, none: loadRule(overflow) };
    const erring: RuleSet = { ...set, key: 'erring', parts: { ...set.parts, combine } };
    expect(() => asked(erring, { disclosed: 1 })).toThrow('rules erred: none');
  });

  it('is that of its own question in a series, and given again', () => {
    const shared = { principal: 'p', action: 'combine', resource: { type: 'Product' as const, id: 'x' }, context };
    const ask = engine.series(loadRuleSet([text('open')]), shared);
    const ruled = (disclosed: number) => ask({ disclosed }, String(disclosed)).rules.map(({ id }) => id);
    expect([0, 1, 0, 1].map(ruled)).toEqual([['none'], ['any'], ['none'], ['any']]);
    const other = engine.series(loadRuleSet([text('list')]), shared);
    expect(other({ disclosed: 0 }, '0').allowed).toBe(true);
    expect(() => ask({ disclosed: 'none' }, 'unfit')).toThrow(PolicyFault);
  });

  it('is none when no rule speaks', () => {
    const silent = loadRuleSet([text('open').slice(text('open').indexOf('@id("none")'))]);
    expect(() => asked(silent, { disclosed: 1 })).toThrow('no rule speaks');
  });

  it('asks the right rules after more sets were asked than are held', () => {
    const one = loadRuleSet([text('zero')]);
    const sets = Array.from({ length: 450 }, (_, n): RuleSet => {
      const none = loadRule(one.parts.combine['none']!.text.replace('"zero"', `"question ${n}"`));
      return { ...one, key: `set ${n}`, parts: { ...one.parts, combine: { ...one.parts.combine, none } } };
    });
    for (const round of [1, 2])
      sets.forEach((set, n) => {
        const again = { versionsDiffer: round === 2 };
        expect([round, asked(set, { ...again, question: `question ${n}` }).allowed]).toEqual([round, false]);
        expect(asked(set, again).allowed).toBe(true);
      });
  });

  it('keeps an answer for its own rules and its own question only', () => {
    const [zero, one] = ['zero', 'one'].map((purpose) => loadRuleSet([text(purpose)]));
    for (const _round of [1, 2]) {
      expect(asked(zero!, { question: 'zero' }).allowed).toBe(false);
      expect(asked(one!, { question: 'zero' }).allowed).toBe(true);
      expect(asked(zero!, { question: 'zero', disclosed: 1 }).allowed).toBe(true);
    }
  });
});
