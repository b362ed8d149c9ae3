import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Register1763769600000 implements MigrationInterface {
  readonly name = 'Register1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.register (
         position bigint generated always as identity unique,
         source_id uuid primary key,
         code_name text not null,
         status text not null,
         handler text not null,
         likeness text not null,
         risk_level text not null,
         review_by date not null,
         last_contact_at timestamptz
       )`,
    );
    await runner.query('create index register_by_handler on read.register (handler, position)');
    await runner.query('create index register_by_likeness on read.register (likeness)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read.register');
  }
}
