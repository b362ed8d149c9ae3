/**
 * The epoch: in which life of which cluster a position was taken.
 *
 * Promise: a store that was copied into another cluster says so before anything is read or written past it. A logical
 * restore keeps the old transaction ids, which sort above all that the new cluster will give for a long time.
 */
import { TerminalFault } from '@gatehouse/service-kit/faults';
import type { Queryable } from './transaction.ts';

/** @throws TerminalFault 'store-moved' when this store was made in another cluster; also when it was never made */
export const checkEpoch = async (queryable: Queryable): Promise<void> => {
  const { rows } = await queryable.query<{ here: boolean }>(
    'select e.system_identifier = c.system_identifier::text as here from store.epoch e, pg_control_system() c',
  );
  if (rows[0]?.here !== true) throw storeMoved();
};

export const storeMoved = (): TerminalFault =>
  new TerminalFault(
    'this event store was made in another database cluster; its positions mean nothing here: see docs/backup-and-restore.md',
    {
      code: 'store-moved',
    },
  );
