// When a cut-off is complete, and what alone can make it so (ruling 12).
import { decider } from '@gatehouse/testing';
import { describe, expect, it } from '@jest/globals';
import { cutOffDecider, type CutOffCommand } from './cut-off.decider.ts';
import { BEGUN_AT, cutOffBegun, KEEPER, LEASE_UNTIL } from './cut-off.fixture.ts';
import type { CutOffEvent } from './cut-off.events.ts';
import { dueInCutOff, type Applied } from './due-in-cut-off.ts';
import { reachOf } from './cut-off.answer.ts';

const [PRISON, POLICE] = ['prison-intelligence', 'police-liaison'] as const;
const SOON = '2026-11-23T09:00:01.000Z';
const which = (at = SOON) => ({ instrumentId: 'mou', bundleVersion: 7, by: KEEPER, at });
const said = (service: string, appliedVersion = 7, at = SOON) => ({
  ...which(at),
  service,
  appliedVersion,
  appliedAt: at,
  jws: 'j',
});
const acknowledge = (...of: Parameters<typeof said>): CutOffCommand => ({
  type: 'AcknowledgeCutOff',
  data: said(...of),
});
const acknowledged = (...of: Parameters<typeof said>): CutOffEvent => ({
  type: 'CutOffAcknowledged',
  data: said(...of),
});
const late = (service: string): CutOffCommand => ({ type: 'NoteAcknowledgementLate', data: { ...which(), service } });
const wasLate = (service: string): CutOffEvent => ({
  type: 'CutOffAcknowledgementLate',
  data: { ...which(), service },
});
const expire = (service: string, at = LEASE_UNTIL): CutOffCommand => ({
  type: 'ExpireLease',
  data: { ...which(at), service },
});
const expired = (service: string): CutOffEvent => ({
  type: 'CutOffLeaseExpired',
  data: { ...which(LEASE_UNTIL), service },
});
const completed = (at = SOON): CutOffEvent => ({ type: 'CutOffCompleted', data: which(at) });

const nothing = decider(cutOffDecider);
const begun = nothing.given(cutOffBegun);

describe('a cut-off', () => {
  it('begins once', () => {
    nothing.when({ type: 'BeginCutOff', data: cutOffBegun.data }).expectEvents(cutOffBegun);
    begun.when({ type: 'BeginCutOff', data: cutOffBegun.data }).expectEvents();
    nothing.when(acknowledge(PRISON)).expectRefusal('cut-off-unknown');
  });

  it('is complete with the last service’s acknowledgement, and not before', () => {
    begun.when(acknowledge(PRISON)).expectEvents(acknowledged(PRISON));
    begun.given(acknowledged(PRISON)).when(acknowledge(POLICE)).expectEvents(acknowledged(POLICE), completed());
    begun.given(acknowledged(PRISON)).when(acknowledge(PRISON)).expectEvents();
  });

  it('is acknowledged by its own bundle or a newer one, and by nobody else', () => {
    begun.when(acknowledge(PRISON, 6)).expectRefusal('older-bundle');
    begun.when(acknowledge(PRISON, 8)).expectEventTypes('CutOffAcknowledged');
    begun.when(acknowledge('probation')).expectRefusal('service-unknown');
  });

  it('is complete where the lease of whoever said nothing has expired, and never before that', () => {
    const waits = begun.given(acknowledged(PRISON));
    waits.when(expire(POLICE, '2026-11-23T09:20:00.999Z')).expectRefusal('lease-not-expired');
    waits.when(expire(POLICE)).expectEvents(expired(POLICE), completed(LEASE_UNTIL));
    begun.when(expire(POLICE)).expectEvents(expired(POLICE));
    waits.when(expire(PRISON)).expectEvents();
  });

  it('stays complete, and still hears who comes after his lease', () => {
    const complete = begun.given(acknowledged(PRISON), expired(POLICE), completed(LEASE_UNTIL));
    complete.when(acknowledge(POLICE, 9)).expectEvents(acknowledged(POLICE, 9));
    const state = complete.when(acknowledge(POLICE, 9)).state();
    expect(state).toMatchObject({ completedAt: LEASE_UNTIL, services: [{}, { state: 'ACKNOWLEDGED' }] });
  });

  it('tells once that a service is late', () => {
    begun.when(late(POLICE)).expectEvents(wasLate(POLICE));
    begun.given(wasLate(POLICE)).when(late(POLICE)).expectEvents();
    begun.given(acknowledged(POLICE)).when(late(POLICE)).expectEvents();
  });
});

describe('what is due in a cut-off', () => {
  const due = (events: CutOffEvent[], at: string, applied: Applied[] = []) => {
    const state = [cutOffBegun, ...events].reduce(cutOffDecider.evolve, cutOffDecider.initial());
    if (state.status === 'none') throw new Error('it has not begun');
    const of = new Map(applied.map((one) => [one.service, one]));
    return dueInCutOff(state, of, at, KEEPER.agency).map(({ type, data }) => [type, 'service' in data && data.service]);
  };
  const has = (service: string, version: number): Applied => ({
    service,
    party: 'kz-police',
    version,
    appliedAt: SOON,
    jws: 'j',
  });

  it('is nothing at first, then whoever is late, then whose lease is over', () => {
    expect(due([], BEGUN_AT)).toEqual([]);
    expect(due([], '2026-11-23T09:00:09.999Z')).toEqual([]);
    expect(due([acknowledged(PRISON)], '2026-11-23T09:00:10.000Z')).toEqual([['NoteAcknowledgementLate', POLICE]]);
    expect(due([acknowledged(PRISON), wasLate(POLICE)], '2026-11-23T09:20:00.999Z')).toEqual([]);
    expect(due([acknowledged(PRISON), wasLate(POLICE)], LEASE_UNTIL)).toEqual([['ExpireLease', POLICE]]);
  });

  it('is the acknowledgement of whoever has the bundle or a newer one, also after his lease', () => {
    expect(due([], SOON, [has(PRISON, 6), has(POLICE, 7)])).toEqual([['AcknowledgeCutOff', POLICE]]);
    expect(due([expired(POLICE)], LEASE_UNTIL, [has(POLICE, 9)])).toEqual([
      ['ExpireLease', PRISON],
      ['AcknowledgeCutOff', POLICE],
    ]);
  });
});

describe('a suspension', () => {
  const after = (...events: CutOffEvent[]) => {
    const state = [cutOffBegun, ...events].reduce(cutOffDecider.evolve, cutOffDecider.initial());
    return reachOf('s1', state.status === 'none' ? [] : [state]);
  };

  it('reads complete only once its cut-off is', () => {
    expect(reachOf('s1', [])).toEqual({ isComplete: false, waitsFor: null });
    expect(after()).toEqual({ isComplete: false, waitsFor: [PRISON, POLICE] });
    expect(after(acknowledged(PRISON))).toEqual({ isComplete: false, waitsFor: [POLICE] });
    expect(after(acknowledged(PRISON), acknowledged(POLICE), completed())).toEqual({ isComplete: true, waitsFor: [] });
  });
});
