import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells an open alert from one that is over. No item was cleared before this. */
export class InboxStates1763784000000 implements MigrationInterface {
  readonly name = 'InboxStates1763784000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.inbox_item add valid_until timestamptz, add cleared_at text');
    await runner.query(
      `update read.inbox_item set valid_until = (envelope -> 'payload' ->> 'validUntil')::timestamptz
       where envelope -> 'payload' ->> 'validUntil' ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.inbox_item drop valid_until, drop cleared_at');
  }
}
