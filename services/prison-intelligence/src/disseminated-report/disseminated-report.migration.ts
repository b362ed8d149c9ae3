import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DisseminatedReport1764210000000 implements MigrationInterface {
  readonly name = 'DisseminatedReport1764210000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.disseminated_report (
         item_id uuid primary key,
         position bigint generated always as identity unique,
         report_urn text not null,
         product text not null,
         event jsonb not null,
         outgoing jsonb not null,
         withdrawn boolean not null
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.disseminated_report');
  }
}
