import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { officerDecider } from './officer.decider.ts';
import type { AssignmentGranted } from './officer.events.ts';

const person = 'po-aidos';
const granted: AssignmentGranted = {
  type: 'AssignmentGranted',
  data: { person, case: 'KZ-2026-114', from: '2026-09-01T00:00:00.000Z', until: null },
};
const end = (at: string) => ({ type: 'EndAssignment' as const, data: { person, case: 'KZ-2026-114', at } });
const officer = decider(officerDecider);

describe('an officer', () => {
  it('has nothing until somebody attested it', () =>
    expect(officerDecider.initial()).toEqual({ vetting: null, training: [], assignments: [] }));

  it('keeps an ended assignment with its end', () =>
    expect(officer.given(granted).when(end('2026-11-23T08:00:00.000Z')).state().assignments).toEqual([
      { case: 'KZ-2026-114', from: '2026-09-01T00:00:00.000Z', until: '2026-11-23T08:00:00.000Z' },
    ]));

  it('refuses to end what is not open', () =>
    officer.when(end('2026-11-23T08:00:00.000Z')).expectRefusal('no-open-assignment'));

  it('refuses an assignment that ends before it begins', () =>
    officer
      .when({ type: 'GrantAssignment', data: { ...granted.data, until: '2026-08-01T00:00:00.000Z' } })
      .expectRefusal('assignment-ends-before-it-begins'));

  it('holds the latest certificate of a course', () => {
    const certify = (until: string) => ({
      type: 'TrainingCertified' as const,
      data: { person, course: 'handling-intelligence', until },
    });
    const after = officer
      .given(certify('2026-01-01T00:00:00.000Z'))
      .when({ type: 'CertifyTraining', data: certify('2028-01-01T00:00:00.000Z').data });
    expect(after.state().training).toEqual([{ course: 'handling-intelligence', until: '2028-01-01T00:00:00.000Z' }]);
  });

  it('is vetted at the level last granted', () =>
    expect(officer.when({ type: 'GrantVetting', data: { person, level: 'L2' } }).state().vetting).toBe('L2'));
});
