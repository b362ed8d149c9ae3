// What stands in the database of each service: what its owner makes there.
import { database as ofOversight } from '@gatehouse/oversight';
import { database as ofPolice } from '@gatehouse/police-liaison';
import { database as ofPolicy } from '@gatehouse/policy-registry';
import { database as ofPrison } from '@gatehouse/prison-intelligence';
import type { ServiceDatabase } from '@gatehouse/projections';
import { database as ofSources } from '@gatehouse/source-registry';
import type { ServiceName } from './parties.ts';

export const DATABASES: Record<ServiceName, ServiceDatabase> = {
  'prison-intelligence': ofPrison,
  'police-liaison': ofPolice,
  oversight: ofOversight,
  'source-registry': ofSources,
  policy: ofPolicy,
};
