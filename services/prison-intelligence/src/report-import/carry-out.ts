// What a decided command does to the tables of the import, in the transaction of its events. Reports in the clear go as
// soon as nothing needs them any more: the file after its check, the lines when the import ends.
import type { Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import { unreachable } from '@gatehouse/event-store';
import type { ImportCommand, ImportStatus } from './report-import.decider.ts';

export const carryOut = async (client: pg.ClientBase, command: ImportCommand, asked: Asked): Promise<void> => {
  const { importId, at } = command.data;
  const become = (status: ImportStatus, driver: Asked | null = null): Promise<unknown> =>
    client.query(
      'update intake.import set status = $2, touched_at = $3, asked = coalesce($4, asked) where import_id = $1',
      [importId, status, at, driver && JSON.stringify(driver)],
    );
  switch (command.type) {
    case 'OpenReportImport':
      return open(client, command.data);
    case 'ReceiveReportFile': {
      const { bytes, digest, format } = command.data;
      await client.query(
        'update intake.import set file_bytes = $2, file_digest = $3, format = $4 where import_id = $1',
        [importId, bytes, digest, format],
      );
      return void (await become('checking', asked));
    }
    case 'CheckReportFile':
      await client.query('delete from intake.piece where import_id = $1', [importId]);
      return void (await become('checked'));
    case 'StartReportImport':
    case 'ResumeReportImport':
      return void (await become('running', asked));
    case 'StopReportImport':
      return void (await become('stopped'));
    case 'FinishReportImport':
      await forget(client, importId);
      return void (await become('finished'));
    case 'AbandonReportImport':
      await forget(client, importId);
      return void (await become('abandoned'));
    default:
      return unreachable(command);
  }
};

const open = async (client: pg.ClientBase, data: (ImportCommand & { type: 'OpenReportImport' })['data']) => {
  await client.query(
    `insert into intake.import (import_id, unit, status, settings, opened_by, opened_at, touched_at)
     values ($1, $2, 'open', $3, $4, $5, $5)`,
    [data.importId, data.unit, JSON.stringify(data.settings), data.by, data.at],
  );
};

const forget = async (client: pg.ClientBase, importId: string): Promise<void> => {
  await client.query('delete from intake.piece where import_id = $1', [importId]);
  await client.query('delete from intake.line where import_id = $1', [importId]);
};
