// An emergency access as a product on its way to the agency whose item it was: pure.
import type { EmergencyAccessV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { EmergencyAccessEvent } from './emergency-access.events.ts';
import { toOriginator } from '../to-originator.ts';

/**
 * What an emergency access becomes outside: immediate, so that it waits for nothing, and for the originator alone. Null for every
 * other event.
 * @param product the product by which this service tells it, such as `police-liaison.emergency-access.v1`
 */
export const emergencyProduct = (recorded: RecordedEvent, product: string): Outgoing | null => {
  const event = { type: recorded.type, data: recorded.data } as EmergencyAccessEvent;
  if (event.type !== 'EmergencyAccessUsed') return null;
  const { accessId, itemId, person, unit, at, until, reviewBy, originator, subjects, declared, noticeWithin } =
    event.data;
  const { purpose = '', caseRef = null } = recorded.metadata;
  const told: EmergencyAccessV1 = { accessId, itemId, usedBy: person, unit, usedAt: at, until, reviewBy, ...declared };
  return toOriginator({
    product,
    happened: '-used',
    id: accessId,
    unit,
    purpose,
    caseRef,
    originator,
    subjects,
    priority: 'IMMEDIATE',
    arrivesWithin: noticeWithin,
    handling: { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS', list: [originator] }] },
    payload: told,
  });
};
