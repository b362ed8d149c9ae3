import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AlertBoard1763683200000 implements MigrationInterface {
  readonly name = 'AlertBoard1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.alert_board (
         alert_id uuid primary key,
         alert_type text not null,
         priority text not null,
         report_urns text[] not null,
         subject_ids text[] not null,
         raised_by text not null,
         raised_at timestamptz not null,
         valid_until timestamptz not null,
         disclosures jsonb not null default '{}'
       )`,
    );
    await runner.query('create index alert_board_by_time on read.alert_board (raised_at desc, alert_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.alert_board');
  }
}
