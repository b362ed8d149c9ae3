// The end of an agency: it keeps what it is told of its instruments.
import type { Bus } from '@gatehouse/event-bus';
import type { Agency } from '@gatehouse/sharing';
import { LiaisonLane } from './lane/liaison-lane.ts';
import { keepNotices } from './notice/keep-notices.ts';

/** @param keeper the party that keeps the instruments */
export const liaisonDesk = (agency: Agency, bus: Bus, keeper: string): LiaisonLane =>
  new LiaisonLane(agency, bus, [keeper], (client, { body, ...told }) =>
    keepNotices(agency, client, { ...told, notices: body.notices }),
  );
