// What the secretariat and the parties do about one memorandum, for specs on a real database.
import type { InstrumentDocument } from '@gatehouse/agreements';
import { expect } from '@jest/globals';
import {
  bringIntoForce,
  draftInstrument,
  reviewInstrument,
  signInstrument,
  type Drafted,
} from './instrument/instrument.acts.ts';
import { POLICE, PRISON, SECRETARIAT, shaOf } from './instrument/instrument.fixture.ts';
import { suspendInstrument } from './instrument/order.acts.ts';
import { loadInstruments } from './instrument/run-on-instrument.ts';
import { MOU } from './memorandum.fixture.ts';
import type { OpenRegistry } from './policy.fixture.ts';

export const refusalOf = (drafted: Drafted) => ('errors' in drafted ? 'does not compile' : drafted.refusal);
export const textOf = (document: InstrumentDocument) => ({ version: document.version, sha256: shaOf(document) });

/** @param registry the one of the running test */
export const actsOn = (registry: () => OpenRegistry) => {
  const draft = (document: InstrumentDocument, effectiveFrom: string | null = null) =>
    draftInstrument(registry().registry, registry().secretary, { document, effectiveFrom, replaces: null });
  const review = (document: InstrumentDocument) =>
    reviewInstrument(registry().registry, registry().as(SECRETARIAT, 're-one'), MOU, textOf(document));
  const sign = async (party: string, document: InstrumentDocument, jws?: string, from: string | null = null) =>
    signInstrument(registry().registry, registry().as(party, `sg-${party}`), MOU, {
      ...textOf(document),
      jws: jws ?? (await registry().signature(party, document, registry().keys[party]!, from)),
    });
  const bring = (document: InstrumentDocument) =>
    bringIntoForce(registry().registry, registry().secretary, MOU, textOf(document));
  const agree = async (document: InstrumentDocument, effectiveFrom: string | null = null) => {
    expect(refusalOf(await draft(document, effectiveFrom))).toBeNull();
    await review(document);
    for (const party of [PRISON, POLICE])
      expect((await sign(party, document, undefined, effectiveFrom)).refusal).toBeNull();
    expect((await bring(document)).refusal).toBeNull();
  };
  const types = async () => (await loadInstruments(registry().registry.agency.pool))[0]!.events.map(({ type }) => type);
  const suspend = (scope: Parameters<typeof suspendInstrument>[3]['scope']) =>
    suspendInstrument(registry().registry, registry().secretary, MOU, {
      scope,
      reason: 'review',
      freezePriorCopies: false,
      order: null,
    });
  const bundled = async () => (await registry().published()).instruments[0];
  return { draft, review, sign, bring, agree, types, suspend, bundled };
};
