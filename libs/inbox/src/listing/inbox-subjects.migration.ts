import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows are found by whom they are about when his status changes. */
export class InboxSubjects1764240000000 implements MigrationInterface {
  readonly name = 'InboxSubjects1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index inbox_item_of_subject on read.inbox_item using gin ((envelope -> 'subjects') jsonb_path_ops)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index read.inbox_item_of_subject');
  }
}
