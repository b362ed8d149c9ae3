import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EmergencyAccess1764220000000 implements MigrationInterface {
  readonly name = 'EmergencyAccess1764220000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table read.emergency_access (
         access_id text primary key,
         item_id text not null,
         product text not null,
         originator text not null,
         person text not null,
         unit text not null,
         audit_refs text[] not null,
         used_at timestamptz not null,
         until timestamptz not null,
         review_by timestamptz not null,
         exceeded integer not null default 0,
         reviews integer not null default 0,
         verdict text
       )`,
    );
    await runner.query('create index emergency_access_by_time on read.emergency_access (used_at desc, access_id)');
    await runner.query(
      'create index emergency_access_by_person on read.emergency_access (person) where verdict is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.emergency_access');
  }
}
