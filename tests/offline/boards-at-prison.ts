// What the prison's own boards say once the receipts are back.
import { migrateReadModel, readModelOptions } from '@gatehouse/projections';
import type { Agency } from '@gatehouse/sharing';
import { DataSource } from 'typeorm';
import { AlertBoardRow } from '../../services/prison-intelligence/src/alert-board/alert-board.entity.ts';
import { AlertBoard1763683200000 } from '../../services/prison-intelligence/src/alert-board/alert-board.migration.ts';
import { alertBoard } from '../../services/prison-intelligence/src/alert-board/alert-board.projection.ts';
import { DisclosedItemRow } from '../../services/prison-intelligence/src/disclosure-board/disclosure-board.entity.ts';
import { DisclosureBoard1764201600000 } from '../../services/prison-intelligence/src/disclosure-board/disclosure-board.migration.ts';
import { disclosureBoard } from '../../services/prison-intelligence/src/disclosure-board/disclosure-board.projection.ts';
import { POLICE } from './parties.ts';
import { projected } from './projected.ts';

export interface Settled {
  /** messages that still await a receipt */
  unreceipted: number;
  /** items that the board says the police have */
  delivered: string[];
  /** receipts of delivery in the ledger */
  entered: number;
  /** alerts the board says are over */
  cleared: string[];
}

const READ_MODEL = {
  entities: [AlertBoardRow, DisclosedItemRow],
  migrations: [AlertBoard1763683200000, DisclosureBoard1764201600000],
};

export const settledAt = async ({ pool }: Agency, databaseUrl: string): Promise<Settled> => {
  await migrateReadModel(databaseUrl, READ_MODEL);
  const source = await new DataSource(readModelOptions(databaseUrl, READ_MODEL)).initialize();
  try {
    await projected(pool, alertBoard);
    await projected(pool, disclosureBoard);
    const ids = async (text: string): Promise<string[]> =>
      (await pool.query<{ id: string }>(text)).rows.map(({ id }) => id).sort();
    return {
      unreceipted: (await ids('select message_id as id from bus.outbox')).length,
      entered: (await ids("select event_id::text as id from store.events where type = 'DisclosureDelivered'")).length,
      delivered: await ids(
        `select item_id as id from read.disclosed_item where recipient = '${POLICE}' and delivered_at is not null`,
      ),
      cleared: await ids('select alert_id::text as id from read.alert_board where cleared_at is not null'),
    };
  } finally {
    await source.destroy();
  }
};
