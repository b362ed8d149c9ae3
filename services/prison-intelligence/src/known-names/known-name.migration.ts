import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KnownName1763769600000 implements MigrationInterface {
  readonly name = 'KnownName1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      'create table read.known_name (subject_id text not null, name text not null, key text not null, primary key (subject_id, name))',
    );
    await runner.query('create index known_name_by_key on read.known_name (key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.known_name');
  }
}
