// What a party does about a breach that it noticed: it reports it, its words under a key of their own in the same transaction, and records
// whom it has told.
import { append, readStream } from '@gatehouse/event-store';
import type { Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import type { MouBreachReported } from '../instrument/instrument.events.ts';
import type { Breach } from '../instrument/breach-state.ts';
import { boundBy, type Known } from '../instrument/instrument.state.ts';
import { mayKnowAll, runOnInstrument, standing, type Ran } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { breachStream, type BreachDescribed } from './breach.events.ts';

export interface Noticed {
  noticedAt: string;
  whatHappened: string;
  concerns: MouBreachReported['data']['concerns'];
}

export const reportBreach = async (
  registry: Registry,
  asked: Asked,
  instrumentId: string,
  { noticedAt, whatHappened, concerns }: Noticed,
): Promise<Ran & { breachId: string }> => {
  const { agency } = registry;
  const breachId = agency.newId();
  const said = standing(registry, asked, instrumentId);
  const words: BreachDescribed = {
    type: 'BreachDescribed',
    data: { breachId, instrumentId, at: said.at, whatHappened },
  };
  const described = async (client: pg.PoolClient): Promise<void> => {
    const metadata = { correlationId: asked.correlationId, actor: said.by };
    await append(client, breachStream(breachId), 0, [words], { metadata, recordedAt: agency.clock.now() });
  };
  const data = { ...said, breachId, noticedAt, concerns };
  return { ...(await runOnInstrument(registry, asked, { type: 'ReportBreach', data }, described)), breachId };
};

export const recordBreachNotice = (
  registry: Registry,
  asked: Asked,
  instrumentId: string,
  notice: { breachId: string; to: string; givenAt: string; evidence: string },
): Promise<Ran> => {
  const data = { ...standing(registry, asked, instrumentId), ...notice };
  return runOnInstrument(registry, asked, { type: 'RecordBreachNotice', data });
};

/**
 * Who reads what happened: the party that noticed it, the parties it concerns, and the authority. Where nobody knows whom it concerns, every
 * party that was bound when it was reported. The secretary keeps the clock and reads no words.
 */
export const mayReadWords = (
  registry: Registry,
  asked: Asked,
  { owner, concerns, at }: Breach,
  known: Known,
): boolean => {
  const { agency } = asked.caller;
  if (agency === registry.agency.party) return false;
  if (mayKnowAll(registry, asked)) return true;
  return [owner, ...(concerns.parties.length > 0 ? concerns.parties : boundBy(known, at))].includes(agency);
};

/** @returns null for words whose key was destroyed */
export const wordsOf = async (pool: pg.Pool, breachId: string): Promise<string | null> => {
  const [described] = await readStream<BreachDescribed>(pool, breachStream(breachId));
  return described?.data.whatHappened ?? null;
};
