// What a service knows about itself when it shares: whose data it keeps, its keys, its clock, its bundle.
import type pg from 'pg';
import type { ProductCatalogue } from '@gatehouse/agreements';
import type { AuditRecord } from '@gatehouse/audit-trail';
import type { ItemKeyStore } from '@gatehouse/event-store';
import { pseudonym, type PartyKeys, type PublicPartyKeys } from '@gatehouse/crypto';
import type { Bundle, BundleKeeper } from '@gatehouse/policy';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Clock } from '@gatehouse/service-kit/clock';
import type { AuditedWrites } from './audited-writes.ts';
import type { PresentSubjects } from './present-subjects.ts';
import type { Outgoing } from './to-product.ts';

export interface Agency {
  /** the service that works, e.g. `police-liaison`: the source of its audit records */
  service: string;
  /** the legal controller it works for, e.g. `kz-police` */
  party: string;
  namespace: string;
  pool: pg.Pool;
  /** of the items whose events are sealed */
  itemKeys?: ItemKeyStore;
  /** commands of concurrent callers, committed in company */
  writes: AuditedWrites;
  clock: Clock;
  newId: () => string;
  keys: PartyKeys;
  keeper: BundleKeeper;
  products: ProductCatalogue;
  /** HMAC key under which audit records name a person; only an originator has it, a mere recipient is given references */
  auditSubjectKey: string | null;
  /** the party that keeps the audit records: they are sealed to its key on the bus */
  auditKeeper: string;
  /** what is so now of people an own item names; without it what the item itself says of them stands */
  presentSubjects?: PresentSubjects;
  /** raises an alarm for people who watch the service; carries no personal data */
  alarm: (name: string, about: Record<string, unknown>) => void;
}

/** The same agency at one instant: what it decides and what it records say the same time, however long that takes. */
export const atInstant = (agency: Agency, now: Date): Agency => ({ ...agency, clock: { now: () => now } });

/** The public keys of a party as the verified bundle names them. */
export const partyKeys = (bundle: Bundle, party: string): PublicPartyKeys | undefined =>
  bundle.parties.find((keys) => keys.party === party) as PublicPartyKeys | undefined;

type Described = Pick<AuditRecord, 'event' | 'operation' | 'action'> & Partial<AuditRecord>;

/** An audit record of this service: what is always the same is filled in, what happened is the caller's. */
export const auditRecord = (agency: Agency, described: Described): AuditRecord => ({
  recordId: agency.newId(),
  source: agency.service,
  at: agency.clock.now().toISOString(),
  actor: { agency: agency.party, person: null, unit: null, roles: [] },
  subjects: [],
  item: null,
  fields: [],
  purpose: null,
  caseRef: null,
  agreements: [],
  decision: null,
  emergency: false,
  correlationId: agency.newId(),
  ...described,
});

/** The references under which audit records name these people; only oversight can resolve them (ruling 6). */
export const auditReferences = ({ auditSubjectKey }: Agency, subjectIds: string[]): string[] => {
  if (auditSubjectKey === null) throw new TerminalFault('this service gives nobody a reference: it originates nothing');
  return subjectIds.map((id) => pseudonym(auditSubjectKey, 'audit', id));
};

/** The references of an outgoing item's subjects: the one another agency gave, where it did, else this agency's own. */
export const subjectReferences = (agency: Agency, { item, subjects }: Pick<Outgoing, 'item' | 'subjects'>): string[] =>
  item.subjects.map(
    ({ ref }) => subjects.find((subject) => subject.ref === ref)?.auditRef ?? auditReferences(agency, [ref])[0] ?? '',
  );
