// The read models of the service, each of which can be made again from the events alone.
import { consentRequests } from '@gatehouse/consent';
import { emergencyAccesses, inbox } from '@gatehouse/inbox';
import type { Projection } from '@gatehouse/projections';
import { policeRegister } from './police-register/police-register.projection.ts';

export const projections: readonly Projection[] = [inbox, emergencyAccesses, policeRegister, consentRequests];
