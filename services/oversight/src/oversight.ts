// What the parts of this service know about it: given once, by the module.
import type { PartyKeys } from '@gatehouse/crypto';
import type { NoteSigner } from '@gatehouse/merkle-log';
import type { Clock } from '@gatehouse/service-kit/clock';
import type pg from 'pg';

export const OVERSIGHT = Symbol('Oversight');

export interface Oversight {
  /** this service: the source of its own audit records */
  service: string;
  pool: pg.Pool;
  clock: Clock;
  newId: () => string;
  keys: PartyKeys;
  /** HMAC key under which audit records name a person (ruling 6) */
  auditSubjectKey: string;
  /** the log's identity, e.g. `gatehouse.example/log` */
  origin: string;
  signer: NoteSigner;
  /** of the bundle that duties are decided on */
  bundleVersion: () => number | null;
  /** how many entries the published checkpoint has; null while there is none to be relied upon */
  publishedSize: () => number | null;
}
