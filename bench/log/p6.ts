// P6: audit records with their proofs ready: committed, numbered, sealed, shipped through Kafka, kept, integrated and signed;
// against plain INSERTs of the same rows, which nobody could verify. At the end of each round the last record's proof is
// checked by the verifier that shares no code with the log.
import { committed, record } from '@gatehouse/audit-trail';
import { verifyRecord } from '@gatehouse/oversight/verifier';
import type { Row } from '../frame.ts';
import { versionOf } from '../machine.ts';
import { startServers } from '../stack.ts';
import { withDatabases, type Database } from '../stores/postgres.ts';
import { sampleRecord } from '../stores/samples.ts';
import { extentOf, forAWhile, inTurns, rowAgainst, type Contender } from '../turns.ts';
import { SOURCE } from './oversight.ts';
import { startShipping, type ShippingLog } from './shipping.ts';

const CLIENTS = 32;

export const benchP6 = async (quick: boolean): Promise<Row[]> => {
  const servers = await startServers();
  try {
    return await withDatabases(servers.adminUrl, async (database) => {
      const [source, keeping, bare] = [await database('source'), await database('keeping'), await database('bare')];
      const log = await startShipping(servers, source, keeping);
      try {
        return await measured(quick, source, bare, log);
      } finally {
        await log.close();
      }
    });
  } finally {
    await servers.stop();
  }
};

const measured = async (quick: boolean, { pool }: Database, bare: Database, log: ShippingLog): Promise<Row[]> => {
  const { rounds, ms } = extentOf(quick);
  await bare.pool.query(
    'create table row (record_id uuid primary key, source text, record text, salt bytea, entry_hash bytea)',
  );
  let recorded = 0;
  const proven = async (): Promise<number> => {
    const began = performance.now();
    const before = recorded;
    await forAWhile({ clients: CLIENTS, ms }, async () => {
      await record(pool, sampleRecord(SOURCE));
      recorded += 1;
    });
    await log.until(recorded);
    const { record: last, checkpoint } = await log.proofOf(recorded);
    const perSecond = ((recorded - before) * 1000) / (performance.now() - began);
    verifyRecord({ record: last, checkpoint, vkey: log.vkey });
    return perSecond;
  };
  const plain = () =>
    forAWhile({ clients: CLIENTS, ms }, async () => {
      const { recordId, source, text, salt, entryHash } = committed(sampleRecord(SOURCE));
      const values = [recordId, source, text, salt, entryHash];
      await bare.pool.query({ name: 'bare', text: 'insert into row values ($1, $2, $3, $4, $5)', values });
    });
  const contenders: Contender[] = [
    { name: 'Gatehouse', version: 'this', run: proven },
    { name: 'bare INSERT', version: `pg ${await versionOf('pg')}`, run: plain, wanted: 1 },
  ];
  const what = `audit records, ${CLIENTS} clients, from the first commit to the last one's proof in the signed log`;
  return [rowAgainst({ id: 'P6', what, unit: 'a second' }, contenders, await inTurns(contenders, rounds))];
};
