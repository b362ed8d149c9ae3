import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import type { EvaluateReport } from './decide-evaluation.ts';
import { reportDecider } from './intelligence-report.decider.ts';
import { evaluated, omarov, paragraph, rumour } from './intelligence-report.fixture.ts';
import type { IntelligenceReportEvaluated } from './intelligence-report.events.ts';

type Change = Partial<IntelligenceReportEvaluated['data']>;

const evaluate = (change: Change = {}, given: Partial<Omit<EvaluateReport, 'type' | 'data'>> = {}): EvaluateReport => ({
  type: 'EvaluateReport',
  data: evaluated(change).data,
  observations: [],
  basis: [],
  requirements: [],
  supports: [],
  namesSomeoneElse: false,
  ...given,
});
const report = decider(reportDecider);

describe('evaluating a report', () => {
  it('takes a grade for each paragraph, as it was given', () => report.when(evaluate()).expectEvents(evaluated()));

  it('keeps a Europol grade as it is', () => {
    const europol = paragraph({ grade: { scale: 'EUP', source: 'X', information: '4' } });
    report.when(evaluate({ paragraphs: [europol] })).expectEventTypes('IntelligenceReportEvaluated');
  });

  it('takes two scales in one report', () => {
    const europol = paragraph({ grade: { scale: 'EUP', source: 'A', information: '1' } });
    report.when(evaluate({ paragraphs: [europol, rumour] })).expectEventTypes('IntelligenceReportEvaluated');
  });

  it('marks from its birth what was not obtained lawfully', () => {
    const state = report.when(evaluate({ obtainedLawfully: false })).state();
    expect(state).toMatchObject({ markers: new Map([['ILL_TREATMENT_TAINT', 'pi-aigerim']]) });
  });

  it('refuses the same report twice', () => report.given(evaluated()).when(evaluate()).expectRefusal('report-exists'));

  it.each<[string, Change, string]>([
    ['a report about nobody', { subjects: [] }, 'report-without-subject'],
    ['only others', { subjects: [{ ...omarov, role: 'OTHER' }] }, 'report-without-main-subject'],
    ['one person twice', { subjects: [omarov, omarov] }, 'subject-named-twice'],
    ['text that nobody graded', { paragraphs: [] }, 'report-not-graded'],
    ['two paragraphs of one number', { paragraphs: [paragraph(), paragraph()] }, 'paragraph-numbered-twice'],
    [
      'a value of the other scale',
      { paragraphs: [paragraph(), { ...rumour, grade: { scale: 'EUP', source: '1', information: 'A' } }] },
      'grade-not-on-scale',
    ],
    [
      'a tag of somebody who is no subject',
      { paragraphs: [paragraph({ names: ['subject-1', 'subject-2'] })] },
      'names-someone-else',
    ],
    ['a partner without a name', { provenance: { kind: 'PARTNER', partner: null, detail: null } }, 'partner-not-named'],
  ])('refuses %s', (_what, change, refusal) => report.when(evaluate(change)).expectRefusal(refusal as 'report-exists'));

  it.each<[string, Parameters<typeof evaluate>[1], string]>([
    ['text that names somebody else', { namesSomeoneElse: true }, 'names-someone-else'],
    ['an observation nobody knows', { observations: ['ready', 'unknown'] }, 'observation-unknown'],
    ['an observation nobody registered', { observations: ['not-registered'] }, 'observation-not-registered'],
    ['an observation of more than 28 days', { observations: ['restricted'] }, 'observation-restricted'],
    ['an observation that is closed', { observations: ['closed'] }, 'observation-closed'],
    ['a basis nobody knows', { basis: ['unknown'] }, 'basis-unknown'],
    ['a basis nobody approved', { basis: ['not-approved'] }, 'basis-not-approved'],
    ['a basis that was withdrawn', { basis: ['ready', 'withdrawn'] }, 'basis-withdrawn'],
    ['a requirement nobody issued', { requirements: ['unknown'] }, 'requirement-unknown'],
    ['a requirement that is closed', { requirements: ['closed'] }, 'requirement-closed'],
  ])('refuses %s', (_what, given, refusal) =>
    report.when(evaluate({}, given)).expectRefusal(refusal as 'report-exists'),
  );
});

describe('a source', () => {
  const corroborated = { scale: '3x5x2' as const, source: '2', information: 'B' };
  const claim = paragraph({ sourceToken: 'token-1', grade: corroborated, corroboratedBy: [{ reportUrn: null, n: 2 }] });
  const other = { ...rumour, sourceToken: 'token-2' };
  const elsewhere = { reportUrn: 'IR-2026-000000000002', n: 1 };

  it('is corroborated by another one', () =>
    report.when(evaluate({ paragraphs: [claim, other] })).expectEventTypes('IntelligenceReportEvaluated'));

  it('does not corroborate itself in another paragraph', () =>
    report
      .when(evaluate({ paragraphs: [claim, { ...other, sourceToken: 'token-1' }] }))
      .expectRefusal('source-corroborates-itself'));

  it('does not corroborate itself on the Europol scale either', () => {
    const europol = { ...claim, grade: { scale: 'EUP' as const, source: 'B', information: '3' } };
    report
      .when(evaluate({ paragraphs: [europol, { ...other, sourceToken: 'token-1' }] }))
      .expectRefusal('source-corroborates-itself');
  });

  it('does not corroborate itself in another report', () =>
    report
      .when(
        evaluate(
          { paragraphs: [{ ...claim, corroboratedBy: [elsewhere] }] },
          { supports: [{ ...elsewhere, sourceToken: 'token-1', sameOrigin: false }] },
        ),
      )
      .expectRefusal('source-corroborates-itself'));

  it('is not corroborated by a report made from the same one', () =>
    report
      .when(
        evaluate(
          { paragraphs: [{ ...claim, corroboratedBy: [elsewhere] }] },
          { supports: [{ ...elsewhere, sourceToken: 'token-2', sameOrigin: true }] },
        ),
      )
      .expectRefusal('source-corroborates-itself'));

  it('is not corroborated by its own paragraph', () =>
    report
      .when(evaluate({ paragraphs: [{ ...claim, sourceToken: null, corroboratedBy: [{ reportUrn: null, n: 1 }] }] }))
      .expectRefusal('source-corroborates-itself'));

  it('that is registered names what corroborates it', () =>
    report
      .when(evaluate({ paragraphs: [{ ...claim, corroboratedBy: [] }, other] }))
      .expectRefusal('corroboration-not-named'));

  it('is not corroborated by what nobody knows', () =>
    report
      .when(evaluate({ paragraphs: [{ ...claim, corroboratedBy: [elsewhere] }] }))
      .expectRefusal('corroboration-unknown'));

  it('without a token is taken as it was graded', () =>
    report
      .when(evaluate({ paragraphs: [paragraph({ grade: corroborated })] }))
      .expectEventTypes('IntelligenceReportEvaluated'));
});
