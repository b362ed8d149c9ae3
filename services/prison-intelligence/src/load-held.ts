// Whatever one of our people may open here: an alert or a report of our own, or what another agency disclosed.
import { loadReceivedItem } from '@gatehouse/inbox';
import type { Agency, Asked, HeldItem } from '@gatehouse/sharing';
import { loadActionableAlert } from './actionable-alert/load-actionable-alert.ts';
import { loadDisseminated } from './disseminated-report/load-disseminated.ts';

/** Takes the same queries whatever it finds. */
export const loadHeld = async (agency: Agency, itemId: string, caller: Asked['caller']): Promise<HeldItem | null> => {
  const alert = await loadActionableAlert(agency, itemId, caller.person);
  const disseminated = await loadDisseminated(agency, itemId, caller);
  const received = await loadReceivedItem(agency.pool, itemId, caller.person);
  return alert.held ?? disseminated.held ?? received.held;
};
