// Where the engines differ, one of them is wrong: nothing is decided from then on, and those who watch are told.
import { afterEach, describe, expect, it } from '@jest/globals';
import { decisionPoint } from './decision-point.ts';
import { dividing, plantDivergence, torn } from './divergence.fixture.ts';
import { decideDuty } from './duty.ts';
import { deciding, Engine, UNLESS_SAID, useEngine } from './engine.ts';
import { engineSettingsFrom } from './engine-settings.ts';
import { inForce, products, question } from './question.fixture.ts';
import { loadRuleSet, type RuleSet } from './rule-set.ts';
import type { Divergence } from './shadow.ts';

afterEach(() => useEngine(UNLESS_SAID));

const sound = (): RuleSet => loadRuleSet(Object.values(torn().parts.combine).map(({ text }) => text));

describe.each(['cedar-wasm', 'closures'] as const)('with %s deciding', (decides) => {
  it('a divergence is told and ends all deciding, also by rules that are sound', () => {
    const engine = new Engine({ decides, shadowed: 1 });
    const told: Divergence[] = [];
    engine.shadow.onDivergence((divergence) => told.push(divergence));
    expect(engine.ask(sound(), dividing(2)).allowed).toBe(true);
    expect(() => engine.ask(torn(), dividing())).toThrow('the engines differ');
    expect(() => engine.ask(sound(), dividing(2))).toThrow('the engines differ');
    expect(() => engine.ask(sound(), dividing(3))).toThrow('the engines differ');
    expect(told).toEqual([{ action: 'combine', rules: expect.arrayContaining(['any', 'none']) }]);
    engine.shadow.onDivergence((divergence) => told.push(divergence));
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).not.toMatch(/Daniyar|kz-police/);
  });

  it('each rule that decides for the first time is held against the other engine, whatever the share', () => {
    const engine = new Engine({ decides, shadowed: 0.01 }, () => 0.5);
    const set = sound();
    for (const disclosed of [2, 3, 4]) engine.ask(set, dividing(disclosed));
    expect(engine.shadow.asked).toBe(1);
    for (const _time of [1, 2]) engine.ask(set, dividing(0));
    expect(engine.shadow.asked).toBe(2);
  });

  it('an answer that is none is held against the other engine each time', () => {
    const engine = new Engine({ decides, shadowed: 0.01 }, () => 0.5);
    const unfit = { ...dividing(), action: 'nothing-of-the-kind' };
    for (const _time of [1, 2]) expect(() => engine.ask(sound(), unfit)).toThrow();
    expect([engine.shadow.asked, engine.shadow.diverged]).toEqual([2, false]);
  });

  it('nothing is where the share is nothing: somebody said so', () => {
    const engine = new Engine({ decides, shadowed: 0 });
    expect(() => engine.ask(torn(), dividing())).not.toThrow();
    expect([engine.shadow.asked, engine.shadow.diverged]).toEqual([0, false]);
  });

  it('a share of the rest is', async () => {
    let drawn = 0;
    const engine = new Engine({ decides, shadowed: 0.25 }, () => (drawn += 0.01) % 1);
    const set = sound();
    for (let disclosed = 1; disclosed <= 100; disclosed += 1) engine.ask(set, dividing(disclosed));
    await new Promise(setImmediate);
    expect(engine.shadow.asked).toBeGreaterThanOrEqual(24);
    expect(engine.shadow.asked).toBeLessThanOrEqual(26);
  });

  it('a share of what is given again is', async () => {
    let drawn = 0;
    const engine = new Engine({ decides, shadowed: 0.25 }, () => (drawn += 0.01) % 1);
    const { context, ...shared } = dividing(1);
    const ask = engine.series(sound(), { ...shared, context: {} });
    for (let time = 1; time <= 100; time += 1) ask(context, 'the same each time');
    await new Promise(setImmediate);
    expect(engine.shadow.asked).toBeGreaterThanOrEqual(24);
    expect(engine.shadow.asked).toBeLessThanOrEqual(26);
  });
});

it('every decision of the process is a refusal then, and its readiness says so', () => {
  const point = decisionPoint(inForce, products);
  const duty = { agency: 'kz-police', person: 'po-aidos', roles: ['duty-manager'], owner: 'kz-police' };
  const mayPlan = { ...duty, action: 'EditDutyRota', purpose: 'SAFE_CUSTODY' };
  expect([point.decide(question).effect, decideDuty(mayPlan).permitted]).toEqual(['PERMIT_REDACTED', true]);
  expect(deciding.state()).toBe(true);
  plantDivergence();
  expect(point.decide(question)).toMatchObject({ effect: 'NOT_FOUND', reason: 'DECISION_FAILED', disclosedPaths: [] });
  expect(decideDuty(mayPlan)).toEqual({ permitted: false, reason: 'DECISION_FAILED' });
  expect(deciding.state()).toEqual({ refused: 'engines-diverged' });
});

describe('the settings', () => {
  it('leave it to the closures, one answer in a hundred shadowed, until cedar-wasm is asked for', () => {
    expect(engineSettingsFrom({})).toEqual({ decides: 'closures', shadowed: 0.01 });
    expect(engineSettingsFrom({ GATEHOUSE_ENGINE: 'cedar-wasm' })).toEqual({ decides: 'cedar-wasm', shadowed: 1 });
    expect(engineSettingsFrom({ GATEHOUSE_SHADOWED: '0.5' }).shadowed).toBe(0.5);
  });

  it.each([
    { GATEHOUSE_ENGINE: 'opa' },
    { GATEHOUSE_SHADOWED: '2' },
    { GATEHOUSE_SHADOWED: '' },
    { GATEHOUSE_SHADOWED: 'x' },
  ])('refuse %j', (env) => expect(() => engineSettingsFrom(env)).toThrow('GATEHOUSE_'));
});
