// What the unit wants to know (domain reference 4.1): a question about a matter, never about a named person.
import type { EventTypes } from '@gatehouse/event-store';

interface Act {
  requirementId: string;
  by: string;
  at: string;
}

export interface IntelligenceRequirementIssued {
  type: 'IntelligenceRequirementIssued';
  data: Act & { question: string; unit: string; validUntil: string };
}

export interface IntelligenceRequirementClosed {
  type: 'IntelligenceRequirementClosed';
  data: Act & { outcome: 'ANSWERED' | 'LAPSED' | 'REPLACED'; reason: string };
}

export type RequirementEvent = IntelligenceRequirementIssued | IntelligenceRequirementClosed;

/** Each with the steps from its older versions; none has one yet. */
export const requirementEventTypes = {
  IntelligenceRequirementIssued: [],
  IntelligenceRequirementClosed: [],
} satisfies EventTypes<RequirementEvent>;

export const requirementStream = (requirementId: string): string => `intelligence-requirement-${requirementId}`;
