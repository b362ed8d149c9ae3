import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RegradeProposal1764201700000 implements MigrationInterface {
  readonly name = 'RegradeProposal1764201700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table read.regrade_proposal (
         feedback_id text primary key,
         position bigint generated always as identity unique,
         envelope jsonb not null,
         provenance jsonb not null,
         status text not null default 'proposed',
         report_urn text,
         decided_by text,
         decided_at timestamptz,
         reason text
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.regrade_proposal');
  }
}
