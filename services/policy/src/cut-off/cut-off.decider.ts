// When a cut-off is complete: every service has acknowledged it, or its lease has expired (ruling 12). Pure.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type { CutOffAcknowledged, CutOffBegun, CutOffEvent } from './cut-off.events.ts';

export type ServiceState = 'WAITING' | 'ACKNOWLEDGED' | 'LEASE_EXPIRED';

export interface ServiceCutOff {
  service: string;
  state: ServiceState;
  /** it had not acknowledged when it should have */
  late: boolean;
  /** by the service's clock; null until it has acknowledged */
  appliedAt: string | null;
}

export interface BegunCutOff {
  status: 'begun';
  begun: CutOffBegun['data'];
  services: ServiceCutOff[];
  completedAt: string | null;
}

export type CutOff = { status: 'none' } | BegunCutOff;

type Of<T extends CutOffEvent> = T['data'];
type Which = Pick<Of<CutOffBegun>, 'instrumentId' | 'bundleVersion' | 'by' | 'at'>;

export type CutOffCommand =
  | { type: 'BeginCutOff'; data: Of<CutOffBegun> }
  | { type: 'AcknowledgeCutOff'; data: Of<CutOffAcknowledged> }
  | { type: 'NoteAcknowledgementLate'; data: Which & { service: string } }
  | { type: 'ExpireLease'; data: Which & { service: string } };

export type CutOffRefusal = 'cut-off-unknown' | 'service-unknown' | 'older-bundle' | 'lease-not-expired';

type Decided = Decision<CutOffEvent, CutOffRefusal>;

const decide = (command: CutOffCommand, cutOff: CutOff): Decided => {
  if (command.type === 'BeginCutOff')
    return cutOff.status === 'none' ? accept<CutOffEvent>({ type: 'CutOffBegun', data: command.data }) : accept();
  if (cutOff.status === 'none') return refuse('cut-off-unknown');
  const { service } = command.data;
  const before = cutOff.services.find((one) => one.service === service);
  if (!before) return refuse('service-unknown');
  switch (command.type) {
    case 'AcknowledgeCutOff':
      if (command.data.appliedVersion < cutOff.begun.bundleVersion) return refuse('older-bundle');
      if (before.state === 'ACKNOWLEDGED') return accept();
      return withCompletion(cutOff, { type: 'CutOffAcknowledged', data: command.data });
    case 'NoteAcknowledgementLate':
      if (before.state !== 'WAITING' || before.late) return accept();
      return accept<CutOffEvent>({ type: 'CutOffAcknowledgementLate', data: command.data });
    case 'ExpireLease':
      if (command.data.at < cutOff.begun.leaseUntil) return refuse('lease-not-expired');
      if (before.state !== 'WAITING') return accept();
      return withCompletion(cutOff, { type: 'CutOffLeaseExpired', data: command.data });
    default:
      return unreachable(command);
  }
};

/** Once complete it stays so: a service that acknowledges after its lease adds to it, and takes nothing back. */
const withCompletion = (cutOff: BegunCutOff, event: CutOffEvent): Decided => {
  const after = evolve(cutOff, event);
  if (after.status === 'none' || after.completedAt !== null) return accept(event);
  if (after.services.some(({ state }) => state === 'WAITING')) return accept(event);
  const { instrumentId, bundleVersion, by, at } = event.data;
  return accept<CutOffEvent>(event, { type: 'CutOffCompleted', data: { instrumentId, bundleVersion, by, at } });
};

const evolve = (cutOff: CutOff, event: CutOffEvent): CutOff => {
  if (event.type === 'CutOffBegun') return begun(event.data);
  if (cutOff.status === 'none') return cutOff;
  switch (event.type) {
    case 'CutOffAcknowledged':
      return changed(cutOff, event.data.service, { state: 'ACKNOWLEDGED', appliedAt: event.data.appliedAt });
    case 'CutOffAcknowledgementLate':
      return changed(cutOff, event.data.service, { late: true });
    case 'CutOffLeaseExpired':
      return changed(cutOff, event.data.service, { state: 'LEASE_EXPIRED' });
    case 'CutOffCompleted':
      return { ...cutOff, completedAt: event.data.at };
    default:
      return unreachable(event);
  }
};

const begun = (data: CutOffBegun['data']): BegunCutOff => ({
  status: 'begun',
  begun: data,
  services: data.services.map((service) => ({ service, state: 'WAITING', late: false, appliedAt: null })),
  completedAt: null,
});

const changed = (cutOff: BegunCutOff, service: string, change: Partial<ServiceCutOff>): BegunCutOff => ({
  ...cutOff,
  services: cutOff.services.map((one) => (one.service === service ? { ...one, ...change } : one)),
});

export const cutOffDecider: Decider<CutOffCommand, CutOff, CutOffEvent, CutOffRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
