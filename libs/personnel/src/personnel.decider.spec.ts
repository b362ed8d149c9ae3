import { codeLists } from '@gatehouse/contracts';
import { EventCatalogue } from '@gatehouse/event-store';
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { personnelDecider, type Attestation } from './personnel.decider.ts';
import {
  personnelEventTypes,
  type AssignmentGranted,
  type PersonnelEvent,
  type TrainingCertified,
  type VettingGranted,
} from './personnel.events.ts';
import { factsOf } from './reader-facts.ts';

const person = 'po-aidos';
const granted: AssignmentGranted = {
  type: 'AssignmentGranted',
  data: { person, case: 'KZ-2026-114', from: '2026-09-01T00:00:00.000Z', until: null },
};
const certified: TrainingCertified = {
  type: 'TrainingCertified',
  data: { person, course: 'handling-intelligence', until: '2028-01-01T00:00:00.000Z' },
};
const vetted: VettingGranted = { type: 'VettingGranted', data: { person, level: 'L2', until: null } };
const AT = '2026-11-23T08:00:00.000Z';

const attested = (fact: Attestation, by = 'po-gulnara') => ({ by, fact });
const end = attested({ type: 'EndAssignment', data: { person, case: 'KZ-2026-114', at: AT } });
const lapse = attested({ type: 'LapseTraining', data: { person, course: 'handling-intelligence', at: AT } });
const one = decider(personnelDecider);
const folded = (...events: PersonnelEvent[]) => events.reduce(personnelDecider.evolve, personnelDecider.initial());

describe('one of our people', () => {
  it('has nothing until somebody attested it', () =>
    expect(personnelDecider.initial()).toEqual({
      vetting: null,
      vettingUntil: null,
      training: [],
      assignments: [],
      conflicts: [],
      chain: [],
      codeOfConduct: null,
    }));

  it.each<Attestation>([
    { type: 'GrantAssignment', data: granted.data },
    { type: 'GrantVetting', data: vetted.data },
    { type: 'AttestChain', data: { person, people: [] } },
  ])('is never the one who attests it: $type', (fact) =>
    one.when(attested(fact, person)).expectRefusal('attests-himself'),
  );

  it('keeps an ended assignment with its end', () =>
    expect(one.given(granted).when(end).state().assignments).toEqual([
      { case: 'KZ-2026-114', from: '2026-09-01T00:00:00.000Z', until: AT },
    ]));

  it('has no assignment ended that is not open', () => {
    one.when(end).expectRefusal('no-open-assignment');
    one
      .given(granted, { type: 'AssignmentEnded', data: { person, case: 'KZ-2026-114', at: AT } })
      .when(end)
      .expectRefusal('no-open-assignment');
  });

  it('gets no assignment that ends before it begins', () =>
    one
      .when(attested({ type: 'GrantAssignment', data: { ...granted.data, until: '2026-08-01T00:00:00.000Z' } }))
      .expectRefusal('assignment-ends-before-it-begins'));

  it('holds the latest certificate of a course', () => {
    const earlier = { ...certified, data: { ...certified.data, until: '2026-01-01T00:00:00.000Z' } };
    const after = one.given(earlier).when(attested({ type: 'CertifyTraining', data: certified.data }));
    expect(after.state().training).toEqual([{ course: 'handling-intelligence', until: '2028-01-01T00:00:00.000Z' }]);
  });

  it('loses a certificate before its day, once', () => {
    const lapsed = one.given(certified).when(lapse);
    expect(lapsed.state().training).toEqual([{ course: 'handling-intelligence', until: AT }]);
    one.when(lapse).expectRefusal('no-running-certificate');
    one
      .given(certified, { type: 'TrainingLapsed', data: { person, course: 'handling-intelligence', at: AT } })
      .when(lapse)
      .expectRefusal('no-running-certificate');
  });

  it('is vetted at the level last granted, and at none once it is revoked', () => {
    const revoke = attested({ type: 'RevokeVetting', data: { person } });
    expect(one.when(attested({ type: 'GrantVetting', data: vetted.data })).state().vetting).toBe('L2');
    expect(one.given(vetted).when(revoke).state().vetting).toBeNull();
    one.when(revoke).expectRefusal('no-vetting');
  });

  it('declares a conflict once', () => {
    const declare = attested({ type: 'DeclareConflict', data: { person, subject: 'subject-1' } });
    const declared = { type: 'ConflictOfInterestDeclared' as const, data: { person, subject: 'subject-1' } };
    one.when(declare).expectEvents(declared);
    expect(one.when(declare).state().conflicts).toEqual(['subject-1']);
    one.given(declared).when(declare).expectEvents();
  });

  it('has the chain that was attested last, whole', () => {
    const chain = (people: string[]) => ({ type: 'ChainAttested' as const, data: { person, people } });
    const after = one.given(chain(['a', 'b'])).when(attested({ type: 'AttestChain', data: { person, people: ['c'] } }));
    expect(after.state().chain).toEqual(['c']);
  });
});

describe('vetting', () => {
  const until = '2027-01-01T00:00:00.000Z';

  it('has an end where it was given one, and none when it is revoked', () => {
    const ending = one.when(attested({ type: 'GrantVetting', data: { person, level: 'L2', until } }));
    ending.expectEvents({ ...vetted, data: { ...vetted.data, until } });
    const given = one.given({ ...vetted, data: { ...vetted.data, until } });
    expect(folded({ ...vetted, data: { ...vetted.data, until } })).toMatchObject({
      vetting: 'L2',
      vettingUntil: until,
    });
    expect(given.when(attested({ type: 'RevokeVetting', data: { person } })).state()).toMatchObject({
      vetting: null,
      vettingUntil: null,
    });
  });

  it('that was granted before there were ends has none', () =>
    expect(new EventCatalogue([personnelEventTypes]).upToDate('VettingGranted', 1, { person, level: 'L2' })).toEqual(
      vetted.data,
    ));
});

describe('the code of conduct', () => {
  const { edition } = codeLists.codeOfConduct;
  const acknowledge = (by: string, said = edition) => ({
    by,
    fact: {
      type: 'AcknowledgeCodeOfConduct' as const,
      inForce: edition,
      data: { person, edition: said, until: AT },
    },
  });
  const acknowledged = {
    type: 'CodeOfConductAcknowledged' as const,
    data: { person, edition, until: AT },
  };

  it('is acknowledged by whom it binds, in the edition in force', () => {
    one.when(acknowledge(person)).expectEvents(acknowledged);
    one.when(acknowledge('po-gulnara')).expectRefusal('acknowledges-for-another');
    one.when(acknowledge(person, '2019-4')).expectRefusal('another-edition');
  });

  it('is certified by no office', () =>
    one
      .when(attested({ type: 'CertifyTraining', data: { person, course: 'code-of-conduct', until: AT } }))
      .expectRefusal('acknowledged-by-himself-alone'));

  it('counts as a course, until it ends or another edition comes', () => {
    const facts = factsOf(folded(certified, acknowledged));
    expect(facts.training).toEqual([
      { course: 'handling-intelligence', until: certified.data.until },
      { course: 'code-of-conduct', until: AT },
    ]);
    const earlier = { ...acknowledged, data: { ...acknowledged.data, edition: '2019-4' } };
    expect(factsOf(folded(earlier)).training).toEqual([]);
  });
});
