import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IntelligenceRequirement1763776800000 implements MigrationInterface {
  readonly name = 'IntelligenceRequirement1763776800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.intelligence_requirement (
         requirement_id text primary key,
         question text not null,
         issued_by text not null,
         issued_at timestamptz not null,
         valid_until timestamptz not null,
         outcome text,
         report_urns text[] not null default '{}'
       )`,
    );
    await runner.query(
      'create index intelligence_requirement_by_time on read.intelligence_requirement (issued_at desc, requirement_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.intelligence_requirement');
  }
}
