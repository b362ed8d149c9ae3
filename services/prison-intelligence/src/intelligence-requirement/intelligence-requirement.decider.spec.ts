import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { requirementDecider, type RequirementCommand } from './intelligence-requirement.decider.ts';
import type { RequirementEvent } from './intelligence-requirement.events.ts';

const act = { requirementId: 'RQ-2026-000000000001', by: 'pi-bolat', at: '2026-11-23T09:00:00.000Z' };
const question = {
  question: 'Who offers protection?',
  unit: 'prison-17-intelligence',
  validUntil: '2027-05-23T09:00:00.000Z',
};
const issue = (change: object = {}, namesSomebody = false): RequirementCommand => ({
  type: 'IssueRequirement',
  namesSomebody,
  data: {
    ...act,
    ...question,
    ...change,
  },
});
const issued: RequirementEvent = { type: 'IntelligenceRequirementIssued', data: { ...act, ...question } };
const closing = { ...act, outcome: 'ANSWERED' as const, reason: 'Two reports.' };
const close: RequirementCommand = { type: 'CloseRequirement', data: closing };
const closed: RequirementEvent = { type: 'IntelligenceRequirementClosed', data: closing };
const requirement = decider(requirementDecider);

describe('an intelligence requirement', () => {
  it('asks about a matter', () => requirement.when(issue()).expectEvents(issued));
  it('refuses to name a person', () => requirement.when(issue({}, true)).expectRefusal('requirement-names-a-person'));
  it('refuses to be over before it begins', () =>
    requirement.when(issue({ validUntil: act.at })).expectRefusal('requirement-already-over'));
  it('is issued once', () => requirement.given(issued).when(issue()).expectRefusal('requirement-exists'));
  it('is closed with an outcome', () => requirement.given(issued).when(close).expectEvents(closed));
  it('is closed once', () => requirement.given(issued, closed).when(close).expectRefusal('requirement-closed'));
  it('is not closed where nobody issued it', () => requirement.when(close).expectRefusal('requirement-unknown'));
});
