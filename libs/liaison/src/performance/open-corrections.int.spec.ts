// Of a product that two instruments offer, each is reported on with its own recipients.
import { migrate } from '@gatehouse/event-store';
import { agencyMigrations } from '@gatehouse/sharing';
import { freshDatabase } from '@gatehouse/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openCorrectionsUnder } from './open-corrections.ts';

const PRODUCT = 'prison-intelligence.intelligence-report.v1';
const NOW = new Date('2026-11-25T10:00:00Z');
let made: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  made = await freshDatabase('corrections');
  await migrate(made.pool, agencyMigrations);
  await made.pool.query(
    `insert into sharing.open_correction (notice_id, recipient, product, due_at) values
       ('n-1', 'kz-police', $1, $2), ('n-2', 'kz-police', $1, $3), ('n-2', 'a-court', $1, $2), ('n-3', 'kz-police', 'another.v1', $2)`,
    [PRODUCT, new Date('2026-11-24T10:00:00Z'), new Date('2026-11-26T10:00:00Z')],
  );
});
afterAll(() => made.drop());

it('names nobody who receives the product under another instrument', async () => {
  const flows = [{ product: PRODUCT, consumers: ['kz-police', 'kz-probation'] }];
  expect(await openCorrectionsUnder(made.pool, flows, NOW)).toEqual([{ recipient: 'kz-police', open: 2, overdue: 1 }]);
  expect(await openCorrectionsUnder(made.pool, [], NOW)).toEqual([]);
});
