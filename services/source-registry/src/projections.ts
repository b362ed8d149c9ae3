// The read models of the service, each of which can be made again from the events alone.
import type { Projection } from '@gatehouse/projections';
import { register } from './register/register.projection.ts';

export const projections: readonly Projection[] = [register];
