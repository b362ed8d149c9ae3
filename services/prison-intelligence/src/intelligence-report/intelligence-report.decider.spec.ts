import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { reportDecider } from './intelligence-report.decider.ts';
import type { Paragraph, ReportApproved, ReportRecorded } from './intelligence-report.events.ts';

const at = '2026-11-23T09:00:00.000Z';
const paragraph: Paragraph = {
  n: 1,
  text: 'In a work area the subject said that a named attack had been right.',
  factual: true,
  grade: { scale: '3x5x2', source: '1', information: 'A' },
};
const data: ReportRecorded['data'] = {
  reportUrn: 'IR-2026-1',
  prison: 'Prison 17 (invented)',
  subjects: [
    {
      subjectId: 'subject-1',
      name: 'Daniyar Omarov (invented)',
      aliases: [],
      category: 'SUSPECT',
      cases: ['KZ-2026-114'],
    },
  ],
  paragraphs: [paragraph],
  reasonableGrounds: 'Serious prison risk.',
  sourceNote: null,
  by: 'pi-aigerim',
  at,
};
const recorded = (): ReportRecorded => ({ type: 'ReportRecorded', data });
const approved = (by = 'pi-bolat'): ReportApproved => ({
  type: 'ReportApproved',
  data: { reportUrn: 'IR-2026-1', by, at },
});
const record = (change: Partial<ReportRecorded['data']> = {}) => ({
  type: 'RecordReport' as const,
  data: { ...data, ...change },
});
const approve = (by: string) => ({ type: 'ApproveReport' as const, data: { reportUrn: 'IR-2026-1', by, at } });
const report = decider(reportDecider);

describe('an intelligence report', () => {
  it('is recorded with a grade for each paragraph', () => report.when(record()).expectEvents(recorded()));

  it('keeps a Europol grade as it is', () => {
    const europol: Paragraph = { ...paragraph, grade: { scale: 'EUP', source: 'X', information: '4' } };
    report.when(record({ paragraphs: [europol] })).expectEventTypes('ReportRecorded');
  });

  it('refuses a value of the other scale', () => {
    const crossed: Paragraph = { ...paragraph, grade: { scale: 'EUP', source: '1', information: 'A' } };
    report.when(record({ paragraphs: [paragraph, crossed] })).expectRefusal('grade-not-on-scale');
  });

  it('refuses text that nobody graded', () =>
    report.when(record({ paragraphs: [] })).expectRefusal('report-not-graded'));

  it('refuses a report about nobody', () =>
    report.when(record({ subjects: [] })).expectRefusal('report-without-subject'));

  it('refuses the same report twice', () => report.given(recorded()).when(record()).expectRefusal('report-exists'));

  it('is approved by another person', () =>
    report.given(recorded()).when(approve('pi-bolat')).expectEvents(approved()));

  it('refuses an approver who recorded it', () =>
    report.given(recorded()).when(approve('pi-aigerim')).expectRefusal('approver-recorded-it'));

  it('refuses a second approval', () =>
    report.given(recorded(), approved()).when(approve('pi-bolat')).expectRefusal('report-already-approved'));

  it('refuses to approve what was never recorded', () =>
    report.when(approve('pi-bolat')).expectRefusal('report-unknown'));
});
