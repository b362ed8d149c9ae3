import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ObservationQueue1763773200000 implements MigrationInterface {
  readonly name = 'ObservationQueue1763773200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.observation_queue (
         sir_urn text primary key,
         prison text not null,
         status text not null,
         urgency text not null,
         subject_refs text[] not null,
         observed_at timestamptz not null,
         received_at timestamptz not null,
         evaluate_by timestamptz not null,
         restricted_from timestamptz not null,
         duplicate_of text
       )`,
    );
    await runner.query(
      `create index observation_queue_by_time on read.observation_queue (prison, evaluate_by, sir_urn) where status <> 'closed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.observation_queue');
  }
}
