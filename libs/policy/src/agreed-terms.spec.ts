// Clauses 6, 7, 8 and 11 of a signed text: what these parties agreed on rules, and not only what every party would have to keep.
import { describe, expect, it } from '@jest/globals';
import { decisionPoint } from './decision-point.ts';
import { asked, bundleWith, memorandum, products } from './question.fixture.ts';
import type { ItemFacts, Question } from './question.ts';

const under = (...changes: [string, string][]) =>
  decisionPoint(bundleWith({ state: 'IN_FORCE', compiled: memorandum(changes) }), products);
const carrying = (...codes: string[]) =>
  asked({ item: { handling: { code: 'C', conditions: codes.map((code) => ({ code })) } } });

describe('the conditions of handling agreed (clause 8)', () => {
  const point = under([`          SANITISED_ONLY,\n`, '']);

  it('refuse one that everybody knows and these parties did not agree on, naming the clause', () => {
    const refused = point.decide(carrying('SANITISED_ONLY'));
    expect(refused).toMatchObject({ effect: 'DENY', reasonsInOrder: ['UNKNOWN_CONDITION'], alarms: [] });
    expect(refused.clauses[0]?.clause).toBe('clause 8, handling: the conditions agreed');
    expect(point.decide(carrying('VIEW_ONLY')).effect).toBe('PERMIT_REDACTED');
    expect(under().decide(carrying('SANITISED_ONLY')).effect).toBe('PERMIT_REDACTED');
  });

  it('hold for what the text itself makes of an item', () => {
    const without = under(['          NOT_IN_PROCEEDINGS,\n', '']);
    expect(without.decide(carrying('NOT_IN_PROCEEDINGS')).effect).toBe('PERMIT_REDACTED');
    const neither = under(['          NOT_IN_PROCEEDINGS,\n', ''], ['use: lead', 'use: evidence']);
    expect(neither.decide(carrying('NOT_IN_PROCEEDINGS')).reason).toBe('UNKNOWN_CONDITION');
  });
});

describe('use in proceedings (clause 11)', () => {
  const consent = { kind: 'ORIGINATOR_CONSENT', agency: 'kz-prison-service', at: '2026-11-20T09:00:00Z' };
  const using = (use: string[], rest: Partial<Question['request']> = {}, item: Partial<ItemFacts> = {}) =>
    asked({ request: { use, ...rest }, item });
  const lead = under();

  it('as a lead: as though the item said so itself', () => {
    expect(lead.decide(using(['EVIDENCE']))).toMatchObject({ effect: 'DENY', reasonsInOrder: ['NOT_IN_PROCEEDINGS'] });
    expect(lead.decide(using(['LEAD'])).reason).toBe('CONTRACT_MATCH');
    const both = lead.decide(using(['LEAD', 'EVIDENCE'], {}, { markers: ['MAY_HELP_DEFENCE'] }));
    expect(both).toMatchObject({ effect: 'PERMIT_REDACTED', reasonsInOrder: ['NOT_IN_PROCEEDINGS'] });
    expect(both.obligations).toEqual(expect.arrayContaining(['VIEW_ONLY', 'DISCLOSURE_REVIEW_REQUIRED']));
    expect(lead.decide(using(['EVIDENCE'], { approvals: [consent] })).effect).toBe('PERMIT_REDACTED');
    expect(lead.decide(using([], { path: 'court-file' })).reason).toBe('NOT_IN_PROCEEDINGS');
  });

  it('travels with what leaves', () => {
    const { travels, obligations } = lead.decide(using(['LEAD']));
    expect(travels).toEqual({ code: 'C', conditions: ['NOT_IN_PROCEEDINGS'], destroyBy: null });
    expect(obligations).toContain('NOT_IN_PROCEEDINGS');
  });

  it("with the originator's consent: asked here, and nothing travels", () => {
    const point = under(['use: lead', 'use: with-consent']);
    expect(point.decide(using(['EVIDENCE'])).reason).toBe('NOT_IN_PROCEEDINGS');
    expect(point.decide(using(['EVIDENCE'], { approvals: [consent] })).effect).toBe('PERMIT_REDACTED');
    expect(point.decide(using(['LEAD'])).travels).toMatchObject({ code: 'P', conditions: [] });
  });

  it('as evidence: as it is', () => {
    const point = under(['use: lead', 'use: evidence']);
    expect(point.decide(using(['EVIDENCE']))).toMatchObject({ reason: 'CONTRACT_MATCH', travels: { conditions: [] } });
  });
});

describe('the scales of grading agreed (clause 7)', () => {
  const graded = (scale: string) => asked({ item: { grades: [{ scale, source: '1', information: 'A' }] } });
  const point = under(['scales: [3x5x2, EUP]', 'scales: [3x5x2]']);

  it('refuse a grade of another scale, as what is not offered', () => {
    const refused = point.decide(graded('EUP'));
    expect(refused).toMatchObject({ effect: 'NOT_FOUND', reasonsInOrder: ['GRADE_TOO_LOW'] });
    expect(refused.clauses[0]?.clause).toBe('Article 5: grading; a grade of a scale agreed, 3x5x2');
    expect(point.decide(graded('3x5x2')).effect).toBe('PERMIT_REDACTED');
    expect(under().decide(graded('EUP')).effect).toBe('PERMIT_REDACTED');
    expect(under().decide(graded('5x5x5')).reason).toBe('GRADE_TOO_LOW');
  });

  it('are not asked of what carries no grade here', () => {
    expect(point.decide(asked({ item: { grades: [] } })).effect).toBe('PERMIT_REDACTED');
  });
});

describe('a special category (clause 6)', () => {
  const FIELD = 'specialCategory.religion';
  const necessity = { text: 'Named target.', fields: [FIELD], approvedBy: { person: 'another', unit: 'u' } };
  const report = (now: string, fields?: string[]) =>
    asked({
      now,
      item: {
        product: 'prison-intelligence.intelligence-report.v1',
        payload: { reportUrn: 'URN-1', specialCategory: { religion: 'of the small chapel' } },
      },
      request: { necessity, ...(fields && { fields }) },
    });

  it('stays for its period, and the rest of the item after it', () => {
    expect(under().decide(report('2026-12-20T09:00:00Z')).disclosedPaths).toContain(FIELD);
    const later = under().decide(report('2026-12-21T09:00:00Z'));
    expect([later.effect, later.disclosedPaths]).toEqual(['PERMIT_REDACTED', ['reportUrn']]);
  });

  it('is approved by the role agreed, where that is known', () => {
    const approvedAs = (...roles: string[]) => {
      const q = report('2026-11-23T09:00:00Z');
      const approvedBy = { ...necessity.approvedBy, roles };
      return under().decide({ ...q, request: { ...q.request, necessity: { ...necessity, approvedBy } } })
        .disclosedPaths;
    };
    expect(approvedAs('analyst', 'intelligence-manager')).toContain(FIELD);
    expect(approvedAs('analyst')).toEqual(['reportUrn']);
    expect(approvedAs()).toEqual(['reportUrn']);
  });

  it('asked for by name after it, is said to be no longer necessary', () => {
    const named = under().decide(report('2026-12-21T09:00:00Z', [FIELD, 'reportUrn']));
    expect(named).toMatchObject({ disclosedPaths: ['reportUrn'], reasonsInOrder: ['SPC_NOT_STRICTLY_NECESSARY'] });
    expect(named.clauses[0]).toMatchObject({
      clause: 'Article 7: special categories, destroyed 30 days after publication',
    });
  });
});
