// What this agency attests about its own people. A decision rests on these facts, never on a token's claim alone.

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

export interface VettingGranted {
  type: 'VettingGranted';
  data: { person: string; level: 'L0' | 'L1' | 'L2' | 'L3' };
}

export type OfficerEvent = AssignmentGranted | AssignmentEnded | TrainingCertified | VettingGranted;

export const officerStream = (person: string): string => `officer-${person}`;
