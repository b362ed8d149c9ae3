// A field of a special category in a report (LED 10; domain reference 4.1, specialCategory): absent unless somebody says what it is and
// why it is strictly necessary, and another approves that. On the report's own stream.
import type { IntelligenceReportV1 } from '@gatehouse/contracts';
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { NecessaryField, NecessityStatement } from '@gatehouse/policy/necessity';

type SpecialName = keyof NonNullable<IntelligenceReportV1['specialCategory']>;

/** The fields of the report's contract, by their path. */
export type SpecialField = `specialCategory.${SpecialName}`;

export const SPECIAL_FIELDS: SpecialField[] = [
  'specialCategory.religion',
  'specialCategory.ethnicity',
  'specialCategory.congregationThreatened',
];

/** What the field says, and why it has to be said. */
export interface StatedField extends NecessaryField {
  field: SpecialField;
  says: string;
}

interface Act {
  reportUrn: string;
  statementId: string;
  by: string;
  at: string;
}

/** Takes the place of whatever was stated before. */
export interface SpecialCategoryStated {
  type: 'SpecialCategoryStated';
  data: Act & { fields: StatedField[] };
}

/** Whoever answered, with the roles he had then; they were not kept at first. */
interface Answered extends Act {
  unit: string;
  roles?: string[];
  reason: string;
}

export interface SpecialCategoryApproved {
  type: 'SpecialCategoryApproved';
  data: Answered;
}

/** It is not strictly necessary: it does not leave. */
export interface SpecialCategoryRefused {
  type: 'SpecialCategoryRefused';
  data: Answered;
}

export type SpecialCategoryEvent = SpecialCategoryStated | SpecialCategoryApproved | SpecialCategoryRefused;

const ofStatement = sealed({ clear: ['reportUrn', 'statementId', 'at'] });

/** Sealed under the report's key, each with the steps from its older versions; none has one yet. */
export const specialCategoryEventTypes = {
  SpecialCategoryStated: ofStatement,
  SpecialCategoryApproved: ofStatement,
  SpecialCategoryRefused: ofStatement,
} satisfies EventTypes<SpecialCategoryEvent>;

export type SpecialStatement = NecessityStatement<StatedField>;

/** What was stated, as it goes with the report: `approved` null where nobody has said that it is necessary. */
export interface DisseminatedSpecial {
  statementId: string;
  fields: StatedField[];
  approved: { by: string; unit: string; roles?: string[]; until: string } | null;
}
