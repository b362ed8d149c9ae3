// What an agency's personnel office attests about the agency's own people. A decision rests on these facts, never on a token's
// claim alone. Who attested one, and when, stands in the event's metadata.
import type { EventTypes, Step } from '@gatehouse/event-store';

export interface AssignmentGranted {
  type: 'AssignmentGranted';
  data: { person: string; case: string; from: string; until: string | null };
}

export interface AssignmentEnded {
  type: 'AssignmentEnded';
  data: { person: string; case: string; at: string };
}

export interface TrainingCertified {
  type: 'TrainingCertified';
  data: { person: string; course: string; until: string };
}

/** A certificate ends before its day. */
export interface TrainingLapsed {
  type: 'TrainingLapsed';
  data: { person: string; course: string; at: string };
}

/** `until`, no longer included: when it has to be done again; null until it is revoked. */
export interface VettingGranted {
  type: 'VettingGranted';
  data: { person: string; level: 'L0' | 'L1' | 'L2' | 'L3'; until: string | null };
}

export interface VettingRevoked {
  type: 'VettingRevoked';
  data: { person: string };
}

/** `subject`: the reference under which items of this service name the person the conflict is about (LED 29). */
export interface ConflictOfInterestDeclared {
  type: 'ConflictOfInterestDeclared';
  data: { person: string; subject: string };
}

/** Everybody above and below a person, by the references under which items of this service name people; whole each time. */
export interface ChainAttested {
  type: 'ChainAttested';
  data: { person: string; people: string[] };
}

/** He said so himself: nobody can say it for him. */
export interface CodeOfConductAcknowledged {
  type: 'CodeOfConductAcknowledged';
  data: { person: string; edition: string; until: string };
}

export type PersonnelEvent =
  | AssignmentGranted
  | AssignmentEnded
  | TrainingCertified
  | TrainingLapsed
  | VettingGranted
  | VettingRevoked
  | ConflictOfInterestDeclared
  | ChainAttested
  | CodeOfConductAcknowledged;

/** Vetting had no end at first. */
const withoutEnd: Step = (data) => ({ ...data, until: null });

/** Each with the steps from its older versions. */
export const personnelEventTypes = {
  AssignmentGranted: [],
  AssignmentEnded: [],
  TrainingCertified: [],
  TrainingLapsed: [],
  VettingGranted: [withoutEnd],
  VettingRevoked: [],
  ConflictOfInterestDeclared: [],
  ChainAttested: [],
  CodeOfConductAcknowledged: [],
} satisfies EventTypes<PersonnelEvent>;

export const personnelStream = (person: string): string => `personnel-${person}`;
