import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a row is narrowed by. Rows that are there already have none and are decided one by one as before. */
export class ProposalFacts1764213600000 implements MigrationInterface {
  readonly name = 'ProposalFacts1764213600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.regrade_proposal add facts jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.regrade_proposal drop facts');
  }
}
