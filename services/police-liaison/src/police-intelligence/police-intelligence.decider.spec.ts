import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { policeIntelligenceDecider, type RecordPoliceIntelligence } from './police-intelligence.decider.ts';
import type {
  PoliceIntelligenceApproved,
  PoliceIntelligenceRecorded,
  PoliceIntelligenceShared,
  PoliceReport,
} from './police-intelligence.events.ts';

const AT = '2026-11-23T09:00:00.000Z';
const subject = {
  ref: 's-1',
  knownAs: 'p-1',
  auditRef: 'a-1',
  name: 'Daniyar Omarov (invented)',
  aliases: [],
  role: 'MAIN' as const,
  category: 'SUSPECT',
  cases: [],
};
const paragraph = {
  n: 1,
  text: 'A visitor is known to the police.',
  factual: true,
  names: ['s-1'],
  grade: { scale: '3x5x2' as const, source: '1', information: 'A' },
};
const report: PoliceReport = {
  itemId: 'i-1',
  reportUrn: 'PI-2026-1',
  subjects: [subject],
  paragraphs: [paragraph],
  reasonableGrounds: 'serious prison risk',
  sourceDetail: null,
  priority: 'ROUTINE',
  handling: { code: 'P', conditions: [] },
  reviewBy: '2027-11-23',
  unit: 'almaty-ct-desk',
  by: 'po-aidos',
  at: AT,
};
const recorded: PoliceIntelligenceRecorded = { type: 'PoliceIntelligenceRecorded', data: report };
const approved: PoliceIntelligenceApproved = {
  type: 'PoliceIntelligenceApproved',
  data: { itemId: 'i-1', by: 'po-zarina', at: AT },
};
const shared: PoliceIntelligenceShared = {
  type: 'PoliceIntelligenceShared',
  data: { report, approvedBy: 'po-zarina', by: 'po-aidos', at: AT },
};

const write = (change: Partial<PoliceReport> = {}, everybodyKnown = true): RecordPoliceIntelligence => ({
  type: 'RecordPoliceIntelligence',
  data: { ...report, ...change },
  everybodyKnown,
  knownConditions: ['NO_ONWARD', 'DESTROY_BY', 'NAMED_RECIPIENTS'],
  scales: { '3x5x2': { source: ['1', '2', '3'], information: ['A', 'B', 'C', 'D', 'E'] } },
});
const approve = (by: string, notIndependent: 'approver-concerned' | null = null) => ({
  type: 'ApprovePoliceIntelligence' as const,
  data: { itemId: 'i-1', by, at: AT },
  notIndependent,
});
const share = (
  preview: 'confirmed' | 'preview-unknown' | 'preview-outdated' | 'nobody-may-receive-it' = 'confirmed',
) => ({
  type: 'SharePoliceIntelligence' as const,
  data: { itemId: 'i-1', by: 'po-aidos', at: AT },
  preview,
});
const intelligence = decider(policeIntelligenceDecider);

describe('police intelligence', () => {
  it('is recorded whole', () => intelligence.when(write()).expectEvents(recorded));
  it('is recorded once', () => intelligence.given(recorded).when(write()).expectRefusal('intelligence-exists'));
  it('names people everybody could look up', () =>
    intelligence.when(write({}, false)).expectRefusal('subject-not-known'));

  it.each([
    {
      what: 'no main subject',
      change: { subjects: [{ ...subject, role: 'OTHER' as const }] },
      refusal: 'no-main-subject' as const,
    },
    {
      what: 'two paragraphs of one number',
      change: { paragraphs: [paragraph, paragraph] },
      refusal: 'paragraph-numbered-twice' as const,
    },
    {
      what: 'a paragraph about somebody else',
      change: { paragraphs: [{ ...paragraph, names: ['7'] }] },
      refusal: 'paragraph-names-no-subject' as const,
    },
    {
      what: 'a grade off its scale',
      change: { paragraphs: [{ ...paragraph, grade: { scale: '3x5x2' as const, source: '4', information: 'A' } }] },
      refusal: 'grade-not-on-scale' as const,
    },
    {
      what: 'a condition nobody knows',
      change: { handling: { code: 'C' as const, conditions: [{ code: 'BURN' }] } },
      refusal: 'handling-condition-unknown' as const,
    },
    {
      what: 'names of nobody',
      change: { handling: { code: 'C' as const, conditions: [{ code: 'NAMED_RECIPIENTS', list: [] }] } },
      refusal: 'handling-condition-incomplete' as const,
    },
    {
      what: 'a day that is none',
      change: { handling: { code: 'C' as const, conditions: [{ code: 'DESTROY_BY', date: '2027-02-30' }] } },
      refusal: 'handling-condition-incomplete' as const,
    },
    {
      what: 'code P with conditions',
      change: { handling: { code: 'P' as const, conditions: [{ code: 'NO_ONWARD' }] } },
      refusal: 'handling-code-contradicts' as const,
    },
    {
      what: 'a review after more than a year',
      change: { reviewBy: '2027-11-24' },
      refusal: 'review-not-within-twelve-months' as const,
    },
    {
      what: 'a review in the past',
      change: { reviewBy: '2026-11-22' },
      refusal: 'review-not-within-twelve-months' as const,
    },
  ])('is refused with $what', ({ change, refusal }) => intelligence.when(write(change)).expectRefusal(refusal));

  it('is approved by another person, once', () => {
    intelligence.given(recorded).when(approve('po-zarina')).expectEvents(approved);
    intelligence.given(recorded).when(approve('po-aidos')).expectRefusal('approver-recorded-it');
    intelligence.given(recorded).when(approve('po-dana', 'approver-concerned')).expectRefusal('approver-concerned');
    intelligence.given(recorded, approved).when(approve('po-zarina')).expectRefusal('already-approved');
    intelligence.when(approve('po-zarina')).expectRefusal('intelligence-unknown');
  });

  it('is shared as its preview showed it, once', () => {
    intelligence.given(recorded, approved).when(share()).expectEvents(shared);
    intelligence.given(recorded, approved).when(share('preview-outdated')).expectRefusal('preview-outdated');
    intelligence.given(recorded, approved).when(share('nobody-may-receive-it')).expectRefusal('nobody-may-receive-it');
    intelligence.given(recorded).when(share()).expectRefusal('not-approved');
    intelligence.given(recorded, approved, shared).when(share()).expectRefusal('already-shared');
    intelligence.when(share('preview-unknown')).expectRefusal('intelligence-unknown');
  });
});
