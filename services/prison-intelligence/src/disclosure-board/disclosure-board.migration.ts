import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DisclosureBoard1764201600000 implements MigrationInterface {
  readonly name = 'DisclosureBoard1764201600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.disclosed_item (
         item_id text not null,
         recipient text not null,
         product text not null,
         released boolean not null,
         held boolean not null,
         degraded boolean not null,
         reason text not null,
         fields text[] not null,
         decided_at timestamptz not null,
         delivered_at timestamptz,
         read jsonb not null default '[]',
         acknowledged_at timestamptz,
         acknowledged_by text,
         actioned jsonb not null default '[]',
         escalated_at timestamptz[] not null default '{}',
         primary key (item_id, recipient)
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.disclosed_item');
  }
}
