// Rules of independence: own work, a conflict, somebody of the own chain.
import { describe, expect, it } from '@jest/globals';
import { decideApproval, type ApprovalQuestion } from './approval.ts';

const manager: ApprovalQuestion = {
  agency: 'kz-prison-service',
  owner: 'kz-prison-service',
  act: 'ApproveIntelligenceReport',
  person: 'pi-bolat',
  makers: ['pi-aigerim'],
  about: ['subject-1'],
  conflicts: ['subject-9'],
  chain: ['pi-aigerim', 'staff-7'],
};
const reasonOf = (change: Partial<ApprovalQuestion>): string => decideApproval({ ...manager, ...change }).reason;

describe('an approval', () => {
  it('is given by somebody else, also by the manager of whoever wrote it', () =>
    expect(decideApproval(manager)).toEqual({ permitted: true, reason: 'OWN_DUTY' }));

  it.each([
    ['of his own work', { makers: ['pi-aigerim', 'pi-bolat'] }, 'FOUR_EYES'],
    ['about somebody he declared a conflict with', { about: ['subject-1', 'subject-9'] }, 'CONFLICT_OF_INTEREST'],
    ['about somebody of his chain', { about: ['staff-7'] }, 'SUBJECT_IN_CHAIN'],
    ['about himself', { about: ['pi-bolat'] }, 'SUBJECT_IN_CHAIN'],
  ])('is refused %s', (_what, change, reason) => expect(reasonOf(change)).toBe(reason));

  it('is refused where deciding fails', () =>
    expect(decideApproval({ ...manager, makers: undefined as unknown as string[] })).toEqual({
      permitted: false,
      reason: 'DECISION_FAILED',
    }));
});
