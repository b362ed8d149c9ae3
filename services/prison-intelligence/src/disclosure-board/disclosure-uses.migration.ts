import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a recipient used an item for under our consent. Nobody had told of any before this. */
export class DisclosureUses1764240000000 implements MigrationInterface {
  readonly name = 'DisclosureUses1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table read.disclosed_item add uses jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.disclosed_item drop uses');
  }
}
