// A reader's own statement that he strictly needs fields of a special category of an item (LED 10; cases rule 8), and what a second
// officer said to it. On the item's own stream.
import { sealed, type EventTypes } from '@gatehouse/event-store';
import type { NecessaryField } from '@gatehouse/policy';

interface Act {
  statementId: string;
  itemId: string;
  by: string;
  unit: string;
  at: string;
}

export interface NecessityStated {
  type: 'NecessityStated';
  /** it counts for this purpose and case alone */
  data: Act & { fields: NecessaryField[]; purpose: string; caseRef: string | null };
}

export interface NecessityApproved {
  type: 'NecessityApproved';
  data: Act & { reason: string };
}

export interface NecessityRefused {
  type: 'NecessityRefused';
  data: Act & { reason: string };
}

export type NecessityEvent = NecessityStated | NecessityApproved | NecessityRefused;

const ofStatement = sealed({ clear: ['statementId', 'itemId', 'at'] });

/** Sealed under the item's key, each with the steps from its older versions; none has one yet. */
export const necessityEventTypes = {
  NecessityStated: ofStatement,
  NecessityApproved: ofStatement,
  NecessityRefused: ofStatement,
} satisfies EventTypes<NecessityEvent>;
