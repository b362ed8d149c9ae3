// The catalogues of the services whose stores hold events.
import { eventTypes as ofPolice } from '@gatehouse/police-liaison';
import { eventTypes as ofPolicy } from '@gatehouse/policy-registry';
import { eventTypes as ofPrison } from '@gatehouse/prison-intelligence';
import { eventTypes as ofSources } from '@gatehouse/source-registry';
import { EventCatalogue } from '@gatehouse/event-store';

export const CATALOGUES: Record<string, EventCatalogue> = {
  'prison-intelligence': new EventCatalogue(ofPrison),
  'police-liaison': new EventCatalogue(ofPolice),
  'source-registry': new EventCatalogue(ofSources),
  policy: new EventCatalogue(ofPolicy),
};

/** Every type any service writes, with its version. A type that two services know is of a library both use. */
export const allTypes = (): Map<string, number> =>
  new Map(Object.values(CATALOGUES).flatMap((catalogue) => [...catalogue.types()]));
