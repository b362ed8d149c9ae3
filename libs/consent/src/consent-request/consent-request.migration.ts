import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConsentRequest1764231000000 implements MigrationInterface {
  readonly name = 'ConsentRequest1764231000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table read.consent_request (
         request_id text primary key,
         position bigint generated always as identity unique,
         item_id text not null,
         envelope jsonb not null,
         provenance jsonb not null,
         status text not null default 'waiting',
         answer_by timestamptz not null,
         answered_by text,
         answered_at timestamptz,
         reason text,
         valid_until timestamptz
       )`,
    );
    await runner.query(`create index consent_request_due on read.consent_request (answer_by) where status = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.consent_request');
  }
}
