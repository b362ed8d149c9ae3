import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PoliceRegister1763787600000 implements MigrationInterface {
  readonly name = 'PoliceRegister1763787600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.police_register (
         report_urn text primary key,
         item_id uuid not null unique,
         status text not null,
         priority text not null,
         review_by text not null,
         subject_refs text[] not null,
         audit_refs text[] not null,
         recorded_by text not null,
         recorded_at timestamptz not null,
         approved_by text,
         shared_at timestamptz
       )`,
    );
    await runner.query('create index police_register_by_time on read.police_register (recorded_at desc, report_urn)');
    await runner.query('create index police_register_by_subject on read.police_register using gin (subject_refs)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.police_register');
  }
}
