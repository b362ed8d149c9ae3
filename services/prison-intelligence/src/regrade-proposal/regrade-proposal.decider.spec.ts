import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { proposalDecider, type ProposalCommand } from './regrade-proposal.decider.ts';
import type { RegradeProposed } from './regrade-proposal.events.ts';

const regrades = [{ n: 2, grade: { scale: '3x5x2' as const, source: '3', information: 'E' } }];
const proposed: RegradeProposed = {
  type: 'RegradeProposed',
  data: { feedbackId: 'feedback-1', itemId: 'item-1', from: 'kz-police', regrades },
};
const data = {
  feedbackId: 'feedback-1',
  reason: 'The cellmate was not there.',
  by: 'pi-bolat',
  at: '2026-11-23T09:00:00Z',
};
const beneath = [{ reportUrn: 'IR-2026-1', evaluatedBy: 'pi-aigerim' }];
const two = [...beneath, { reportUrn: 'IR-2026-2', evaluatedBy: 'pi-bolat' }];
const acceptIt = (reportUrn: string | null, on = beneath, by = 'pi-bolat'): ProposalCommand => ({
  type: 'AcceptRegrade',
  data: { ...data, by },
  beneath: on,
  notIndependent: null,
  reportUrn,
});
const declineIt = (by: string): ProposalCommand => ({
  type: 'DeclineRegrade',
  data: { ...data, by },
  beneath,
  notIndependent: null,
});
const proposal = decider(proposalDecider);

describe('a proposed regrade', () => {
  it('is accepted for the one report its item rests on', () =>
    proposal
      .given(proposed)
      .when(acceptIt(null))
      .expectEvents({ type: 'RegradeAccepted', data: { ...data, reportUrn: 'IR-2026-1', regrades } }));

  it('asks which report, where the item rests on several', () => {
    proposal.given(proposed).when(acceptIt(null, two)).expectRefusal('report-not-named');
    proposal.given(proposed).when(acceptIt('IR-2026-1', two)).expectEventTypes('RegradeAccepted');
  });

  it('is for no other report, and for none where nothing lies beneath', () => {
    proposal.given(proposed).when(acceptIt('IR-2026-9')).expectRefusal('report-not-beneath');
    proposal.given(proposed).when(acceptIt(null, [])).expectRefusal('report-not-beneath');
  });

  it('is decided by nobody who gave the grade (four eyes)', () => {
    proposal.given(proposed).when(acceptIt('IR-2026-2', two)).expectRefusal('evaluator-decides');
    proposal.given(proposed).when(declineIt('pi-aigerim')).expectRefusal('evaluator-decides');
  });

  it('is decided by nobody whom it concerns', () =>
    proposal
      .given(proposed)
      .when({ ...acceptIt(null), notIndependent: 'approver-concerned' })
      .expectRefusal('approver-concerned'));

  it('is declined with a reason, and decided once', () => {
    const declined = { type: 'RegradeDeclined' as const, data };
    proposal.given(proposed).when(declineIt('pi-bolat')).expectEvents(declined);
    proposal.given(proposed, declined).when(acceptIt(null)).expectRefusal('proposal-decided');
  });

  it('that never came is unknown', () => proposal.when(acceptIt(null)).expectRefusal('proposal-unknown'));
});
