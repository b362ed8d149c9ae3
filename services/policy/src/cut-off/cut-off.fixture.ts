import type { CutOffBegun } from './cut-off.events.ts';

export const KEEPER = { agency: 'gatehouse-policy', person: null };
export const BEGUN_AT = '2026-11-23T09:00:00.000Z';
export const LEASE_UNTIL = '2026-11-23T09:20:01.000Z';
export const SERVICES = ['prison-intelligence', 'police-liaison'];

/** A suspension in bundle 7, waiting for both. */
export const cutOffBegun: CutOffBegun = {
  type: 'CutOffBegun',
  data: {
    instrumentId: 'mou',
    bundleVersion: 7,
    by: KEEPER,
    at: BEGUN_AT,
    steps: ['MouSuspended'],
    suspensions: ['s1'],
    services: SERVICES,
    leaseUntil: LEASE_UNTIL,
  },
};
