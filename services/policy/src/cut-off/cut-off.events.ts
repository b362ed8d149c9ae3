// A cut-off (ruling 12): from the bundle that takes something away until every service has applied it, or can act on no older one.
import type { EventTypes } from '@gatehouse/event-store';
import type { Hand } from '../registry.ts';

interface OfCutOff {
  instrumentId: string;
  /** of the bundle that brought it */
  bundleVersion: number;
  by: Hand;
  at: string;
}

export interface CutOffBegun {
  type: 'CutOffBegun';
  data: OfCutOff & {
    /** what became of the instrument: types of its events */
    steps: string[];
    /** the suspensions it brought */
    suspensions: string[];
    /** whose acknowledgement it waits for: every service that decides by bundles */
    services: string[];
    /** when no older bundle lets anything go any more, but for what ruling 1 names */
    leaseUntil: string;
  };
}

export interface CutOffAcknowledged {
  type: 'CutOffAcknowledged';
  data: OfCutOff & {
    service: string;
    /** that bundle or a newer one */
    appliedVersion: number;
    /** by the service's clock */
    appliedAt: string;
    /** the service's own words */
    jws: string;
  };
}

export interface CutOffAcknowledgementLate {
  type: 'CutOffAcknowledgementLate';
  data: OfCutOff & { service: string };
}

export interface CutOffLeaseExpired {
  type: 'CutOffLeaseExpired';
  data: OfCutOff & { service: string };
}

export interface CutOffCompleted {
  type: 'CutOffCompleted';
  data: OfCutOff;
}

export type CutOffEvent =
  CutOffBegun | CutOffAcknowledged | CutOffAcknowledgementLate | CutOffLeaseExpired | CutOffCompleted;

/** Each with the steps from its older versions; none has one yet. */
export const cutOffEventTypes = {
  CutOffBegun: [],
  CutOffAcknowledged: [],
  CutOffAcknowledgementLate: [],
  CutOffLeaseExpired: [],
  CutOffCompleted: [],
} satisfies EventTypes<CutOffEvent>;

export const cutOffStream = (instrumentId: string, bundleVersion: number): string =>
  `cut-off-${instrumentId}-${bundleVersion}`;
