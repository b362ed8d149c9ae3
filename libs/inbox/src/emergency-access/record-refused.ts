// The audit row of an emergency access that was refused before, or beside, a decision about the item.
import { evidence, promisedRecord, whoAsked, type Agency, type Asked } from '@gatehouse/sharing';
import { EMERGENCY_ACCESS } from './emergency-clock.ts';

export interface RefusedEmergency {
  itemId: string;
  event: 'command-refused' | 'refused';
  reason: string;
}

/** Gives the promise for the row. */
export const recordRefused = (
  agency: Agency,
  asked: Asked,
  { itemId, event, reason }: RefusedEmergency,
): Promise<string> =>
  evidence(agency, (client) =>
    promisedRecord(agency, client, {
      event,
      operation: 'consultation',
      action: 'break-glass',
      ...whoAsked(asked),
      item: { id: itemId, product: EMERGENCY_ACCESS },
      decision: {
        effect: 'REFUSED',
        reason,
        reasonsInOrder: [reason],
        obligations: [],
        bundleVersion: agency.keeper.current()?.bundle.version ?? null,
      },
      emergency: true,
    }),
  );
