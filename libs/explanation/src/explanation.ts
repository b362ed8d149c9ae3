import type { Agency } from '@gatehouse/sharing';
import type { LoadHeld } from './today.ts';

export const EXPLANATION = Symbol('Explanation');

/** What a service that explains its decisions is told. */
export interface Explanation {
  agency: Agency;
  /** an item as this person would open it today; null for what is not held here */
  load: LoadHeld;
}
