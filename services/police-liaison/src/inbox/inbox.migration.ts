import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Inbox1763683200000 implements MigrationInterface {
  readonly name = 'Inbox1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.inbox_item (
         position bigint generated always as identity unique,
         item_id text primary key,
         envelope jsonb not null,
         provenance jsonb not null,
         received_at timestamptz not null,
         acknowledged_at timestamptz,
         acknowledged_by text
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.inbox_item');
  }
}
