// Run by integrator.int.spec.ts as a process of its own, to be killed at a failpoint: keeps one record, then integrates.
import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import type { ShippedRecord } from '@gatehouse/audit-trail';
import type { PartyKeys } from '@gatehouse/crypto';
import { noteSigner } from '@gatehouse/merkle-log';
import { HeldClock } from '@gatehouse/service-kit/clock';
import pg from 'pg';
import { Keeper } from '../records/keeper.ts';
import { HighestSigned } from './highest-signed.ts';
import { Integrator } from './integrator.ts';

interface Given {
  url: string;
  origin: string;
  key: JsonWebKey;
  highestCheckpointFile: string;
  keys: PartyKeys;
  record: ShippedRecord;
}

const { url, origin, key, highestCheckpointFile: file, keys, record } = JSON.parse(process.argv[2] ?? '') as Given;
const pool = new pg.Pool({ connectionString: url });
const clock = new HeldClock('2026-03-02T10:00:00Z');
const alarm = () => undefined;
await new Keeper({ pool, clock, namespace: 'test', keys, sources: [], parties: [], alarm }).keep(record);
const signer = noteSigner(origin, createPrivateKey({ key, format: 'jwk' }));
const highest = new HighestSigned({ file, origin, verifier: signer });
const integrator = new Integrator({ pool, clock, origin, signer, highest, alarm });
await integrator.open();
await integrator.runOnce();
await pool.end();
