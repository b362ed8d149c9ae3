// A party's end of the lane on a database of its own, and the bus between it and the keeper of the instruments: a test takes each
// message from one outbox and hands it to the other side, and can repeat, change and withhold it.
import { loadProducts } from '@gatehouse/contracts';
import { Relay, type Bus, type BusMessage } from '@gatehouse/event-bus';
import { migrate } from '@gatehouse/event-store';
import { liaisonDesk, noticeEventTypes, type LiaisonLane } from '@gatehouse/liaison';
import { agencyMigrations, openAgency, sharingEventTypes, type Agency } from '@gatehouse/sharing';
import { eventually, freshDatabase } from '@gatehouse/testing';
import { randomUUID } from 'node:crypto';
import { SECRETARIAT } from '../instrument/instrument.fixture.ts';
import type { OpenRegistry } from '../policy.fixture.ts';

export interface Party {
  agency: Agency;
  desk: LiaisonLane;
  alarms: string[];
  audit: () => Promise<string[]>;
  close: () => Promise<void>;
}

/** A party with the last bundle of the registry. */
export const openParty = async (
  { keys, clock, bundleKey, known, sent }: OpenRegistry,
  party: string,
): Promise<Party> => {
  const made = await freshDatabase('party');
  await migrate(made.pool, agencyMigrations);
  const alarms: string[] = [];
  const agency = await openAgency({
    service: 'party',
    party,
    namespace: 't',
    databaseUrl: made.url,
    eventTypes: [...sharingEventTypes, noticeEventTypes],
    clock,
    newId: randomUUID,
    keys: keys[party]!,
    bundleKey,
    signers: known,
    products: loadProducts(),
    auditSubjectKey: null,
    auditKeeper: 'kz-human-rights-commission',
    alarm: (name) => alarms.push(name),
  });
  await agency.keeper.accept(sent.at(-1)?.value ?? '');
  return {
    agency,
    desk: liaisonDesk(agency, {} as Bus, SECRETARIAT),
    alarms,
    audit: async () => {
      const { rows } = await agency.pool.query<{ record: string }>('select record from audit.record');
      return rows.map(({ record }) => (JSON.parse(record) as { event: string }).event);
    },
    close: async () => {
      await agency.pool.end();
      await made.drop();
    },
  };
};

/** What leaves an outbox on lanes to a party, once something does: another database's transaction may hold a row back. */
export const relayed = async ({ pool, clock }: Agency, to: string): Promise<BusMessage[]> => {
  const sent: BusMessage[] = [];
  const publish = async (messages: BusMessage[]): Promise<void> => void sent.push(...messages);
  const relay = new Relay({ pool, bus: { publish } as Bus, clock, onSent: async () => undefined });
  return eventually(async () => {
    await relay.runOnce();
    const found = sent.filter(({ topic }) => topic.endsWith(`.${to}`));
    if (found.length === 0) throw new Error('nothing has left yet');
    return found;
  });
};
