import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a row is narrowed by. Rows that are there already have none and are decided one by one as before, until something is said
 * about the item or the read model is made again.
 */
export class InboxFacts1763791200000 implements MigrationInterface {
  readonly name = 'InboxFacts1763791200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.inbox_item add facts jsonb');
    await runner.query(`create index inbox_item_of_case on read.inbox_item using gin ((facts -> 'cases'))`);
    await runner.query(
      `create index inbox_item_of_no_case on read.inbox_item (immediate desc, position)
       where facts is null or (facts -> 'subjects') = '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index read.inbox_item_of_no_case, read.inbox_item_of_case');
    await runner.query('alter table read.inbox_item drop facts');
  }
}
