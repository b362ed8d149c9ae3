import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Inbox1763769600000 implements MigrationInterface {
  readonly name = 'Inbox1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    // What it shows follows from the events alone: an earlier form is thrown away.
    await runner.query('drop table if exists read.inbox_item');
    await runner.query(
      `create table read.inbox_item (
         position bigint generated always as identity unique,
         item_id text primary key,
         product text not null,
         originator text not null,
         alert_type text,
         priority text not null,
         immediate boolean not null,
         corrected boolean not null,
         withdrawn boolean not null,
         envelope jsonb not null,
         provenance jsonb not null,
         standing jsonb not null,
         received_at timestamptz not null,
         acknowledge_by timestamptz,
         acknowledged_at timestamptz
       )`,
    );
    await runner.query('create index inbox_item_in_order on read.inbox_item (immediate desc, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.inbox_item');
  }
}
