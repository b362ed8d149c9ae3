import { describe, expect, it } from '@jest/globals';
import type { PartialSuspension } from './bundle.ts';
import { decisionPoint } from './decision-point.ts';
import { asked, bundleWith, memorandum, products, question } from './question.fixture.ts';

const pointWith = (...suspensions: PartialSuspension[]) =>
  decisionPoint(bundleWith({ state: 'IN_FORCE', suspensions, compiled: memorandum() }), products);
const ofParty = (party: string, freezePriorCopies = false): PartialSuspension => ({
  by: 'gatehouse-policy',
  freezePriorCopies,
  scope: { kind: 'party', party },
});
const ofCategory = (category: string): PartialSuspension => ({
  by: 'gatehouse-policy',
  freezePriorCopies: false,
  scope: { kind: 'category', category },
});
const NATURE = 'nature';
const categoryOf = (field: string): string => products.get(question.item!.product)!.fields[field] ?? '';

describe('an instrument suspended for one party', () => {
  it.each(['kz-police', 'kz-prison-service'])('gives nothing to or from %s', (party) => {
    const decision = pointWith(ofParty(party)).decide(question);
    expect([decision.effect, decision.reason]).toEqual(['DENY', 'MOU_SUSPENDED']);
    expect(decision.obligations).not.toContain('FREEZE_USE_OF_PRIOR_COPIES');
  });

  it('goes on between the others', () =>
    expect(pointWith(ofParty('kz-probation')).decide(question).effect).toBe('PERMIT_REDACTED'));

  it('holds back what is listed as well', () => {
    const q = asked({ item: null, request: { question: 'list' }, rest: { product: question.item!.product } });
    expect(pointWith(ofParty('kz-police')).classRefusal(q)?.reason).toBe('MOU_SUSPENDED');
    expect(pointWith(ofParty('kz-probation')).classRefusal(q)).toBeNull();
  });

  it('may freeze the copies it holds', () =>
    expect(pointWith(ofParty('kz-police', true)).decide(question).obligations).toContain('FREEZE_USE_OF_PRIOR_COPIES'));
});

describe('an instrument suspended for one category', () => {
  it('shows the other fields alone', () => {
    const category = categoryOf(NATURE);
    const before = pointWith().decide(question).disclosedPaths;
    const after = pointWith(ofCategory(category)).decide(question).disclosedPaths;
    expect(before).toContain(NATURE);
    expect(after.length).toBeGreaterThan(0);
    expect(after).toEqual(before.filter((path) => categoryOf(path.replaceAll(/\[\d+\]/g, '[]')) !== category));
  });
});
