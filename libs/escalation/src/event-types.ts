import type { EventTypes } from '@gatehouse/event-store';
import { clockEventTypes } from './acknowledgement-clock/acknowledgement-clock.events.ts';
import { dutyRotaEventTypes } from './duty-rota/duty-rota.events.ts';

/** What every service with people on duty writes into its store, beside its own events. */
export const escalationEventTypes: readonly EventTypes[] = [clockEventTypes, dutyRotaEventTypes];
