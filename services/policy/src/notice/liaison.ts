// The keeper's end of the lanes with the parties: its own relay, since nothing else leaves this service that waits for a receipt,
// the receipts that let each message go, and what the parties report.
import { record } from '@gatehouse/audit-trail';
import { Relay, type Bus, type OutboxRow } from '@gatehouse/event-bus';
import { LiaisonLane } from '@gatehouse/liaison';
import { auditRecord, type Agency } from '@gatehouse/sharing';
import type pg from 'pg';
import { keepReport } from '../performance/keep-report.ts';
import type { Registry } from '../registry.ts';
import { TellParties } from './tell-parties.ts';

interface Moving {
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

type OnFault = (fault: unknown, worker: string) => void;

/** @param parties those that have a lane here */
export const liaisonWith = (registry: Registry, bus: Bus, parties: readonly string[], onFault: OnFault): Moving[] => {
  const { agency } = registry;
  const { pool, clock, service } = agency;
  const onSent = (client: pg.ClientBase, row: OutboxRow): Promise<void> => sent(agency, client, row);
  const onUnreceipted = ({ topic }: OutboxRow, sends: number): void =>
    agency.alarm('MESSAGE_UNRECEIPTED', { topic, sends });
  const lane = new LiaisonLane(agency, bus, parties, keepReport(registry), onFault);
  return [
    new TellParties(registry, parties, onFault),
    lane,
    new Relay({ pool, bus, clock, service, onSent, onUnreceipted, onFault }),
  ];
};

const sent = async (agency: Agency, client: pg.ClientBase, { about }: OutboxRow): Promise<void> => {
  const { itemId, product, recipient, correlationId } = about as Record<string, string | undefined>;
  if (itemId === undefined || product === undefined || recipient === undefined || correlationId === undefined) return;
  const done = { event: 'sent', operation: 'disclosure', action: 'relay' } as const;
  await record(client, auditRecord(agency, { ...done, item: { id: itemId, product }, recipient, correlationId }));
};
