import type { EventTypes } from '@gatehouse/event-store';
import { ledgerEventTypes } from './ledger.ts';
import { parkedMessageEventTypes } from './parked/parked-message.events.ts';

/** What every service that shares writes into its store, beside its own events. */
export const sharingEventTypes: readonly EventTypes[] = [ledgerEventTypes, parkedMessageEventTypes];
