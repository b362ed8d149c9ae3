// An emergency access as a product on its way to the agency whose item it was: pure.
import type { EmergencyAccessV1 } from '@gatehouse/contracts';
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Outgoing } from '@gatehouse/sharing';
import type { EmergencyAccessEvent } from './emergency-access.events.ts';

/**
 * What an emergency access becomes outside: immediate, so that it waits for nothing, and for the originator alone. Null for every
 * other event.
 * @param product the product by which this service tells it, such as `police-liaison.emergency-access.v1`
 */
export const emergencyProduct = (recorded: RecordedEvent, product: string): Outgoing | null => {
  const event = { type: recorded.type, data: recorded.data } as EmergencyAccessEvent;
  if (event.type !== 'EmergencyAccessUsed') return null;
  const { accessId, itemId, person, unit, at, until, reviewBy, originator, subjects, declared } = event.data;
  const { purpose = '', caseRef = null } = recorded.metadata;
  const told: EmergencyAccessV1 = { accessId, itemId, usedBy: person, unit, usedAt: at, until, reviewBy, ...declared };
  return {
    type: product.replace(/\.v(\d+)$/, '-used.v$1'),
    unit,
    purpose,
    caseRef,
    classification: 'RESTRICTED',
    subjects: subjects.map(({ role: _role, ...subject }) => subject),
    // Nobody else's, and never dropped: what policy does not let through to him is held and said aloud.
    to: originator,
    item: {
      id: accessId,
      product,
      caseRef,
      priority: 'IMMEDIATE',
      subjects: subjects.map(({ ref, role }) => ({ ref, role })),
      handling: { code: 'C', conditions: [{ code: 'NAMED_RECIPIENTS', list: [originator] }] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: told,
    },
  };
};
